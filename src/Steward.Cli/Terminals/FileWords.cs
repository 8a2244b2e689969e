namespace Steward.Cli.Terminals;

/// <summary>Why a file that somebody named cannot be read, without the words of the programming platform.</summary>
internal static class FileWords
{
    public static string Of(Exception trouble, string path) => trouble switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it is not there",
        _ when Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "you may not read it",
        _ => SafeText.Line(trouble.Message.TrimEnd('.')),
    };
}
