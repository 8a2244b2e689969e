using Steward.Domain.Processes;

namespace Steward.Keeper.Client;

/// <summary>
/// What the keeper tells, one call after the other, on the thread that reads from it. A call that takes long delays the next, and the
/// answer to the keeper's ping with it: hand over and return.
/// </summary>
public interface IKeeperEvents
{
    /// <summary>Also the answer to a start that was asked for again.</summary>
    void Started(LaunchId launch, int pid, long startTicks);
    /// <summary>Nothing was started, and the launch id may be used again.</summary>
    void StartFailed(LaunchId launch, int errno, string message);
    /// <summary>The spool is that long now; in between may have been more such states than calls.</summary>
    void Grown(LaunchId launch, ProcessStream stream, long length, bool ended);
    /// <summary>The process, all that it started, and both streams have ended. Both null: how is unknown, or the launch is.</summary>
    void Exited(LaunchId launch, int? exitCode, int? signal);
    /// <summary>Every piece up to this one is in the child's pipe.</summary>
    void Acknowledged(LaunchId launch, long piece);
    /// <summary>The child reads no more; pieces that were not acknowledged are lost.</summary>
    void StdinClosed(LaunchId launch);
    /// <summary>This piece and all after it were not taken: send again from here when more is acknowledged.</summary>
    void Refused(LaunchId launch, long piece);
    /// <summary>The disk takes no more of the child's output; the keeper tries again by itself, and nothing is lost.</summary>
    void Stalled(LaunchId launch, int errno);
    /// <summary>End, with exit code 0; again and with hurry when the owner asked twice.</summary>
    void StopRequested(bool hurry);
    /// <summary>The keeper is gone or silent, and every child with it: there is nothing left to serve.</summary>
    void KeeperLost();
}
