namespace Steward.Cli.Events;

/// <summary>The events that the command line shows or acts on.</summary>
internal static class EventKinds
{
    public const string SessionCreated = "session.created";
    public const string SessionCancelled = "session.cancelled";
    public const string SessionParked = "session.parked";
    public const string SessionUpdated = "session.updated";
    public const string SessionEnded = "session.ended";
    public const string TurnQueued = "turn.queued";
    public const string TurnSteered = "turn.steered";
    public const string TurnStart = "turn.start";
    public const string TurnToken = "turn.token";
    public const string TurnThinking = "turn.thinking";
    public const string TurnMessage = "turn.message";
    public const string TurnProgress = "turn.progress";
    public const string TurnCancelling = "turn.cancelling";
    public const string TurnInterrupted = "turn.interrupted";
    public const string TurnStalled = "turn.stalled";
    public const string TurnRetry = "turn.retry";
    public const string TurnTodo = "turn.todo";
    public const string TurnUsage = "turn.usage";
    public const string UsageWindow = "usage.window";
    public const string HelperMessage = "helper.message";
    public const string AgentDeclined = "agent.declined";
    public const string TurnDone = "turn.done";
    public const string TurnError = "turn.error";
    public const string ToolStart = "tool.start";
    public const string ToolEnd = "tool.end";
    public const string PermissionRequest = "permission.request";
    public const string PermissionResolved = "permission.resolved";
    public const string PermissionExpired = "permission.expired";
    public const string ChoiceTaken = "choice.taken";
    public const string ChoiceRefused = "choice.refused";
    public const string ProcessStarted = "process.started";
    public const string ProcessExited = "process.exited";

    /// <summary>The three ways in which a turn ends, each for good.</summary>
    public static bool EndsTurn(string name) => name is TurnDone or TurnError or SessionCancelled;
}
