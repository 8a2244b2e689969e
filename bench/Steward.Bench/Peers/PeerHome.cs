using Steward.Bench.Instances;

namespace Steward.Bench.Peers;

/// <summary>A temporary home for one peer. Whatever it starts there is found by it, and ended.</summary>
internal sealed class PeerHome(LonelyNetwork network) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("steward-bench-peer-").FullName;

    public long MemoryBytes => Processes.Carrying($"HOME={_folder}").Sum(Processes.ProportionalBytes);

    public Command Command(Peer peer, params string[] arguments) => new(peer.Program, arguments)
    {
        Network = network,
        Directory = _folder,
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = _folder,
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["PM2_HOME"] = Path.Combine(_folder, ".pm2"),
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            ["DISABLE_TELEMETRY"] = "1",
            ["DISABLE_AUTOUPDATER"] = "1",
            ["ANTHROPIC_BASE_URL"] = "http://127.0.0.1:9",
        },
    };

    public async Task EndEverythingAsync()
    {
        // One that is being ended may be starting another.
        for (var left = Processes.Carrying($"HOME={_folder}"); left.Count > 0; left = Processes.Carrying($"HOME={_folder}"))
        {
            foreach (var pid in left) Processes.End(pid);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
