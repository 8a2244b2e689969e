using Steward.Protocol.Contract;

namespace Steward.Protocol.Files;

/// <summary><c>state.json</c>: how clients find the daemon. It holds the token, so it is its owner's alone.</summary>
public sealed record DaemonState
{
    /// <summary>The daemon's own pid; a pid is believed only together with <see cref="PidStart"/>.</summary>
    public required int Pid { get; init; }

    public long PidStart { get; init; }

    public int KeeperPid { get; init; }

    public long KeeperPidStart { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string Token { get; init; }

    public required string DaemonId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Cwd { get; init; }

    public IReadOnlyList<string> WorkerKinds { get; init; } = [];

    /// <summary>running, stopping or stopped.</summary>
    public required string LastStatus { get; init; }

    public required WireContract Contract { get; init; }

    public required string Version { get; init; }

    /// <summary>The unix socket, where it could not stand in its usual place.</summary>
    public string? ApiSocket { get; init; }

    public string? LogsPath { get; init; }

    public LastExit? LastExit { get; init; }
}

public sealed record LastExit(string Reason, int Code, DateTimeOffset At);
