using Steward.Protocol.Files;

namespace Steward.Cli.Tests.Support;

/// <summary>A command's surroundings in a home of its own.</summary>
internal sealed class TestSurroundings : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("st-");
    private readonly Dictionary<string, string> environment = [];

    public TestSurroundings()
    {
        Context = new CommandContext
        {
            Home = new StewardHome(folder.FullName),
            Terminal = Screen.Terminal,
            Environment = name => environment.GetValueOrDefault(name),
            Directory = folder.FullName,
        };
        Directory.CreateDirectory(Context.Home.LogDirectory);
    }

    public TestTerminal Screen { get; } = new();

    public CommandContext Context { get; }

    public StewardHome Home => Context.Home;

    public void Set(string variable, string value) => environment[variable] = value;

    public static void Write(string path, string text)
    {
        using var writer = new StreamWriter(path);
        writer.Write(text);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
