using System.Text.Json;
using Steward.Protocol.Contract;
using Steward.Protocol.Files;

namespace Steward.Protocol.Tests.Support;

/// <summary>A home of its own in a short path: a socket's path has little room.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("st-");

    public TemporaryHome()
    {
        Home = new StewardHome(folder.FullName);
        Directory.CreateDirectory(Home.DaemonDirectory);
    }

    public StewardHome Home { get; }

    public void WriteState(DaemonState state) => Write(Home.StateFile, JsonSerializer.Serialize(state, WireJson.Default.DaemonState));

    public static void Write(string path, string text)
    {
        using var writer = new StreamWriter(path);
        writer.Write(text);
    }

    public static DaemonState State(int port = 9999, string token = "secret-token", string host = "127.0.0.1") => new()
    {
        Pid = 12345,
        PidStart = 77,
        KeeperPid = 12344,
        KeeperPidStart = 76,
        Host = host,
        Port = port,
        Token = token,
        DaemonId = "daemon_abcdefgh",
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Cwd = "/somewhere",
        WorkerKinds = ["agents"],
        LastStatus = "running",
        Contract = WireContract.Current,
        Version = "0.1.0",
        LastExit = new LastExit("stopped", 0, new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero)),
    };

    public void Dispose() => folder.Delete(recursive: true);
}
