namespace Steward.Chaos.Tests.Ledgers;

internal static class EventKind
{
    public const string Queued = "turn.queued", Token = "turn.token", Message = "turn.message", Interrupted = "turn.interrupted",
        Done = "turn.done", Error = "turn.error", Cancelled = "session.cancelled", Parked = "session.parked",
        ProcessStarted = "process.started", ProcessExited = "process.exited", PermissionRequest = "permission.request";

    /// <summary>A turn ends with exactly one of these.</summary>
    public static bool IsStop(string name) => name is Done or Error or Cancelled;
}
