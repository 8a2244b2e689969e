using Steward.Protocol.Contract;

namespace Steward.Protocol.Health;

/// <summary>The answer of <c>/health</c> and <c>/v3/health</c>; <see cref="Runtime"/> only for those who may read.</summary>
public sealed record HealthView
{
    public required string Status { get; init; }

    public required string Version { get; init; }

    public required string ProtocolVersion { get; init; }

    public required long Uptime { get; init; }

    public required string DaemonId { get; init; }

    public required WireContract Contract { get; init; }

    public RuntimeCounters? Runtime { get; init; }
}

public sealed record RuntimeCounters
{
    /// <summary>All sessions that are not over, idle ones too.</summary>
    public int SessionCount { get; init; }

    /// <summary>Sessions with a process or with work.</summary>
    public int LiveSessionCount { get; init; }

    public int ActiveTurnCount { get; init; }

    public int QueuedTurnCount { get; init; }

    public int SubscriberCount { get; init; }

    public int PendingPermissionCount { get; init; }
}

public sealed record MetricsView
{
    public required RuntimeCounters Runtime { get; init; }

    public required JournalMetrics Journal { get; init; }

    public required ProcessMetrics Process { get; init; }
}

public sealed record JournalMetrics(long Events, long Commits, long FileBytes, double CommitP50Ms, double CommitP99Ms);

public sealed record ProcessMetrics(int Pid, int KeeperPid, double UptimeSec, long WorkingSetBytes, double CpuSec, int Threads, int Descriptors);
