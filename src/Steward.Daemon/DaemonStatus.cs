using System.Reflection;
using Steward.Keeper.Client;

namespace Steward.Daemon;

/// <summary>What this daemon is and does, as a whole.</summary>
internal sealed class DaemonStatus(string daemonId, Hello hello, string host, TimeProvider time) : IDaemonIdentity
{
    private readonly long _started = time.GetTimestamp();
    private volatile bool _stopping;

    public static string Version { get; } =
        typeof(DaemonStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public string DaemonId => daemonId;

    public string Host => host;

    public int Port => hello.Port;

    public string Cwd { get; } = Environment.CurrentDirectory;

    public int KeeperPid => hello.KeeperPid;

    // Milliseconds, as everything else that is told of a time.
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public TimeSpan Uptime => time.GetElapsedTime(_started);

    public bool IsStopping => _stopping;

    public void BeginStop() => _stopping = true;
}
