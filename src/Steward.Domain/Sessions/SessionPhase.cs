namespace Steward.Domain.Sessions;

/// <summary>Where a session stands. It is computed from its state, so it cannot disagree with it.</summary>
public enum SessionPhase
{
    Idle,
    Queued,
    Starting,
    Running,
    AwaitingPermission,
    Cancelling,
    Interrupted,
    Parked,
    Over,
}
