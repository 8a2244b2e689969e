using Steward.Protocol.Contract;
using Steward.Protocol.Health;
using Steward.Protocol.Sessions;

namespace Steward.Protocol.Daemon;

/// <summary>Everything that <c>steward status</c> shows, in one answer.</summary>
public sealed record DaemonView
{
    public required int Pid { get; init; }

    public required int KeeperPid { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string DaemonId { get; init; }

    public required string Version { get; init; }

    public required WireContract Contract { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required long UptimeSec { get; init; }

    /// <summary>running or stopping.</summary>
    public required string Status { get; init; }

    public required string Cwd { get; init; }

    public required RuntimeCounters Runtime { get; init; }

    /// <summary>Sessions that are live, those that need their owner first.</summary>
    public required IReadOnlyList<SessionView> Sessions { get; init; }

    /// <summary>What the owner should know, a sentence each.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}

public sealed record StopRequest(bool Now = false);

public sealed record StopAnswer(bool Stopping, int Pid)
{
    /// <summary>How many turns are waited for, 30 seconds at most.</summary>
    public int Turns { get; init; }
}
