using System.Collections.Immutable;
using Steward.Domain.Accounts;
using Steward.Domain.Permissions;
using Steward.Runtimes;

namespace Steward.Daemon.Configuration;

/// <summary>The owner's settings as one immutable snapshot; a change swaps it whole.</summary>
public sealed record Settings
{
    public static Settings Default { get; } = new();

    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; } = 9999;

    /// <summary>How many sessions may be at work at once. One whose process only waits for the next message does not count.</summary>
    public int MaxSessions { get; init; } = 10;

    /// <summary>How many turns may run at once; more wait.</summary>
    public int WorkerPoolSize { get; init; } = 4;

    /// <summary>How many processes that have nothing to do are kept for their next message.</summary>
    public int MaxWarm { get; init; } = 8;

    public TimeSpan PermissionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Streamed tokens of ended turns are dropped after that; their texts are kept. Zero keeps them for good.</summary>
    public int TokenRetentionDays { get; init; } = 30;

    /// <summary>Below this much free space only what ends work is still written.</summary>
    public long FreeSpaceFloorBytes { get; init; } = 64L << 20;

    public HttpLimits Limits { get; init; } = HttpLimits.Default;

    /// <summary>The owner let scripts read and reload without a token on loopback.</summary>
    public bool OpenLoopback { get; init; }

    /// <summary>When what is known of an account keeps its agent from being started.</summary>
    public GateMode GateMode { get; init; }

    public string? DefaultAgent { get; init; }

    public ImmutableSortedDictionary<string, AgentSettings> Agents { get; init; } = ImmutableSortedDictionary<string, AgentSettings>.Empty;
}

public sealed record HttpLimits
{
    public static HttpLimits Default { get; } = new();

    public int BodyBytes { get; init; } = 1 << 20;

    public int Connections { get; init; } = 256;

    public TimeSpan UnauthenticatedIdle { get; init; } = TimeSpan.FromSeconds(5);

    public int SubscriberEvents { get; init; } = 1000;

    public int SubscriberBytes { get; init; } = 4 << 20;
}

public sealed record AgentSettings
{
    public required string Name { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Where its sessions work when nothing else is said.</summary>
    public string? Workspace { get; init; }

    /// <summary>Of the runtime <c>exec</c>: the program and its arguments.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>What runtimes that can be told are told: program, model and the like.</summary>
    public AgentOptions Options { get; init; } = AgentOptions.None;

    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableList<PermissionRule> Rules { get; init; } = [];

    public SandboxSettings Sandbox { get; init; } = SandboxSettings.Off;

    /// <summary>The tools of Steward's that it may use; null for what its runtime can.</summary>
    public ImmutableArray<string>? Tools { get; init; }

    public TimeSpan? PermissionTimeout { get; init; }

    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>A process is started ahead for its next session.</summary>
    public bool Spare { get; init; }

    /// <summary>How many of its processes are kept that have nothing to do; null: only the daemon's number counts.</summary>
    public int? MaxWarm { get; init; }

    public TimeSpan? StallTimeout { get; init; }

    public TimeSpan? StallCancel { get; init; }

    public long? TurnOutputBytes { get; init; }
}

/// <summary>Whether an agent is walled in, and what it may reach then. A request may ask for a sandbox, and for none of this.</summary>
public sealed record SandboxSettings
{
    public static SandboxSettings Off { get; } = new();

    public bool IsOn { get; init; }

    public bool Network { get; init; } = true;

    public ImmutableArray<string> Writable { get; init; } = [];

    public ImmutableArray<string> Readable { get; init; } = [];
}
