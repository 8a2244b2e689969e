using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record WorkspaceFolder() : Word("the absolute path of a folder that exists")
{
    protected override string? Judge(string text, SettingsReading reading, out string value)
    {
        value = text;
        if (text.StartsWith('~'))
            return $"expected {Expected}; \"~\" is a shell's word, write the path out";
        if (!Path.IsPathRooted(text))
            return $"expected {Expected}, not the relative path {Shown.Quoted(text)}";
        value = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text));
        if (Directory.Exists(value)) return null;
        return File.Exists(value) ? $"{Shown.Quoted(text)} is a file; expected {Expected}" : $"the folder {Shown.Quoted(text)} does not exist or cannot be entered";
    }
}
