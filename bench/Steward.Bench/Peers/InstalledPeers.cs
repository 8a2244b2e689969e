using System.Text.Json;
using Steward.Bench.Instances;

namespace Steward.Bench.Peers;

internal sealed record Peer(string Name, string Version, string Program);

/// <summary>The programs that <c>bench/peers</c> installed into a folder. They run without a network and with a home of their own.</summary>
internal sealed class InstalledPeers(IReadOnlyList<Peer> peers) : IDisposable
{
    private readonly Lazy<LonelyNetwork> _network = new(LonelyNetwork.Create);

    public IReadOnlyList<Peer> All => peers;

    public static InstalledPeers None => new([]);

    public static InstalledPeers In(string folder)
    {
        var found = new List<Peer>();
        Add(found, "claude", Directory.GetDirectories(Path.Combine(folder, "claude/node_modules/@anthropic-ai")).FirstOrDefault(), "claude");
        Add(found, "codex", Path.Combine(folder, "codex/node_modules/@openai/codex"), "../../.bin/codex");
        Add(found, "pm2", Path.Combine(folder, "pm2/node_modules/pm2"), "../.bin/pm2");
        return new InstalledPeers(found);
    }

    public Peer? Find(string name) => peers.FirstOrDefault(peer => peer.Name == name);

    /// <summary>Without any way out; what runs in it can speak with what else does.</summary>
    public LonelyNetwork Network => _network.Value;

    public PeerHome NewHome() => new(_network.Value);

    public void Dispose()
    {
        if (_network.IsValueCreated) _network.Value.Dispose();
    }

    private static void Add(List<Peer> found, string name, string? package, string program)
    {
        if (package is null || !File.Exists(Path.Combine(package, "package.json"))) return;
        using var about = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "package.json")));
        found.Add(new Peer(name, about.RootElement.GetProperty("version").GetString() ?? "?", Path.GetFullPath(Path.Combine(package, program))));
    }
}
