namespace Steward.Runtimes.Tests;

/// <summary>A workspace and an agent's home that go away with the test.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("steward-runtimes-");

    public TemporaryHome()
    {
        Workspace = _root.CreateSubdirectory("workspace").FullName;
        AgentHome = _root.CreateSubdirectory("home").FullName;
    }

    public string Workspace { get; }

    public string AgentHome { get; }

    public LaunchContext Context(params string[] command) => new()
    {
        SessionId = "sess_0123456789abcdef",
        Directory = Workspace,
        AgentHome = AgentHome,
        StewardProgram = Environment.ProcessPath!,
        Command = [.. command],
    };

    public void Dispose() => _root.Delete(recursive: true);
}
