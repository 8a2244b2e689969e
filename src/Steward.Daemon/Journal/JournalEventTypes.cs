namespace Steward.Daemon.Journal;

internal static class JournalEventTypes
{
    /// <summary>In replay: <c>{fromSeq,toSeq}</c> were words of a finished turn and have been dropped by policy.</summary>
    public const string Compacted = "events.compacted";

    /// <summary>In replay: <c>{fromSeq,toSeq}</c> cannot be read any more. Nothing of them is served.</summary>
    public const string Damaged = "events.damaged";

    public const string Token = "turn.token";
    public const string Thinking = "turn.thinking";
    public const string TurnStart = "turn.start";
    public const string Message = "message.sent";
    public const string TurnDone = "turn.done";
    public const string TurnError = "turn.error";
    public const string Cancelled = "session.cancelled";
}
