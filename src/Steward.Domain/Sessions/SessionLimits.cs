namespace Steward.Domain.Sessions;

/// <summary>The numbers that bound a session. They are fixed when it is made.</summary>
public sealed record SessionLimits
{
    public static SessionLimits Default { get; } = new();

    /// <summary>How long a question waits for its owner before it is denied. Zero: nobody is there, decide at once.</summary>
    public TimeSpan PermissionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a process that has nothing to do is kept warm.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an agent may take to stop a turn before its process is ended.</summary>
    public TimeSpan CancelTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a silence a turn is reported as stalled; zero for never.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long a silence a turn is ended; zero for never.</summary>
    public TimeSpan StallCancel { get; init; }

    /// <summary>What a turn may write into the journal: one agent must not fill the disk.</summary>
    public long TurnOutputBytes { get; init; } = 64L << 20;

    /// <summary>How many messages may wait; one more is refused, not dropped.</summary>
    public int MaxWaiting { get; init; } = 256;

    /// <summary>How often a turn that lost its process is begun again.</summary>
    public int MaxResumes { get; init; } = 3;

    /// <summary>A turn older than this is not resumed by itself: nobody may be waiting for it any more.</summary>
    public TimeSpan ResumeWithin { get; init; } = TimeSpan.FromHours(1);

    public int MaxCrashes { get; init; } = 5;

    public TimeSpan CrashWindow { get; init; } = TimeSpan.FromMinutes(10);
}
