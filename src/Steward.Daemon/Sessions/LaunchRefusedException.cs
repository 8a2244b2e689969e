using Steward.Domain.Turns;

namespace Steward.Daemon.Sessions;

/// <summary>A process cannot be started, and the owner is told why in these words.</summary>
internal sealed class LaunchRefusedException(string message, TurnFailure? failure = null) : Exception(message)
{
    /// <summary>What the turn ends with, where more is known than that nothing was started.</summary>
    public TurnFailure? Failure => failure;
}
