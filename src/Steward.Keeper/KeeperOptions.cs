namespace Steward.Keeper;

public sealed record KeeperOptions
{
    public required string StateDirectory { get; init; }
    /// <summary>A loopback address as a literal, IPv4 or IPv6.</summary>
    public string Host { get; init; } = "127.0.0.1";
    /// <summary>0: any free port, kept for the keeper's life.</summary>
    public int Port { get; init; }
    /// <summary>A port that is taken by somebody else is no failure: the next free one above it is bound.</summary>
    public bool PortFallback { get; init; }
    public required IReadOnlyList<string> DaemonCommand { get; init; }
    /// <summary>The unix socket of the API; api.sock in the state directory when it is not named.</summary>
    public string? ApiSocket { get; init; }
    /// <summary>A pipe for one JSON line about the first start, or -1.</summary>
    public int StatusFd { get; init; } = -1;
    public bool Foreground { get; init; }

    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(40);
    public TimeSpan HurriedStopTimeout { get; init; } = TimeSpan.FromSeconds(2);
    public TimeSpan SweepGrace { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>How long a pipe that is still open is read after every process of its launch is gone.</summary>
    public TimeSpan StreamRest { get; init; } = TimeSpan.FromMilliseconds(500);
    public TimeSpan StorageRetry { get; init; } = TimeSpan.FromSeconds(1);
    /// <summary>Uncommitted bytes of a stream beyond which its child waits in write().</summary>
    public long SpoolLimit { get; init; } = 64L << 20;
    public long DaemonOutputLimit { get; init; } = 8L << 20;
    public Steward.Domain.Supervision.RestartPolicy RestartPolicy { get; init; } = Steward.Domain.Supervision.RestartPolicy.Default;
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
