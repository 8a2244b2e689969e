using Steward.Domain.Processes;

namespace Steward.Keeper.Client;

/// <summary>The first words of the keeper to a new daemon.</summary>
public sealed record Hello
{
    public required int KeeperPid { get; init; }
    public required long KeeperStartTicks { get; init; }
    public required StartReason Reason { get; init; }
    /// <summary>1 for the first daemon of this keeper, then counted on.</summary>
    public required int Incarnation { get; init; }
    public required int Port { get; init; }
    /// <summary>Where the unix socket really is: not where it was asked for when that path was too long.</summary>
    public required string ApiSocket { get; init; }
    /// <summary>The socket of the agents' tools; the same holds of its path.</summary>
    public required string BridgeSocket { get; init; }
    public required string StateDirectory { get; init; }
    public required TimeSpan PingInterval { get; init; }
    public required TimeSpan SilenceLimit { get; init; }
    public required int TcpListener { get; init; }
    public required int UnixListener { get; init; }
    public required int BridgeListener { get; init; }
    public required IReadOnlyList<KeptProcess> Kept { get; init; }
}

public readonly record struct SpoolState(long Length, bool Ended);

/// <summary>A process that lived through the change of daemons, or one that ended meanwhile and waits for its release.</summary>
public sealed record KeptProcess
{
    public required LaunchId Launch { get; init; }
    /// <summary>0 when an earlier keeper had started it: then it has exited, and how is unknown.</summary>
    public required int Pid { get; init; }
    public required long StartTicks { get; init; }
    public required SpoolState Out { get; init; }
    public required SpoolState Err { get; init; }
    public required bool HasExited { get; init; }
    public required int? ExitCode { get; init; }
    public required int? Signal { get; init; }
    /// <summary>The number of the piece of stdin that the keeper expects next.</summary>
    public required long NextPiece { get; init; }
    public required bool StdinOpen { get; init; }
}
