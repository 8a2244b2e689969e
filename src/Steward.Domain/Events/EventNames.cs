namespace Steward.Domain.Events;

/// <summary>What each kind of event is called, on the wire and in the journal.</summary>
public static class EventNames
{
    public const string Token = "turn.token";
    public const string Thinking = "turn.thinking";
    public const string Queued = "turn.queued";
    public const string Steered = "turn.steered";
    public const string PermissionRequest = "permission.request";
    public const string Message = "message.sent";

    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(SessionCreated)] = "session.created",
        [typeof(SessionUpdated)] = "session.updated",
        [typeof(ChoiceTaken)] = "choice.taken",
        [typeof(ChoiceRefused)] = "choice.refused",
        [typeof(SessionCancelled)] = "session.cancelled",
        [typeof(SessionParked)] = "session.parked",
        [typeof(SessionWoken)] = "session.woken",
        [typeof(SessionEnded)] = "session.ended",
        [typeof(TurnQueued)] = Queued,
        [typeof(TurnStart)] = "turn.start",
        [typeof(TurnSteered)] = "turn.steered",
        [typeof(SteerTaken)] = "steer.taken",
        [typeof(SteerDropped)] = "steer.dropped",
        [typeof(TurnAnswered)] = "turn.answered",
        [typeof(TurnToken)] = Token,
        [typeof(TurnThinking)] = Thinking,
        [typeof(TurnMessage)] = "turn.message",
        [typeof(TurnTodo)] = "turn.todo",
        [typeof(TurnRetry)] = "turn.retry",
        [typeof(TurnUsed)] = "turn.usage",
        [typeof(UsageWindowChanged)] = "usage.window",
        [typeof(HelperMessage)] = "helper.message",
        [typeof(TurnProgress)] = "turn.progress",
        [typeof(TurnCancelling)] = "turn.cancelling",
        [typeof(TurnStalled)] = "turn.stalled",
        [typeof(TurnInterrupted)] = "turn.interrupted",
        [typeof(TurnDone)] = "turn.done",
        [typeof(TurnError)] = "turn.error",
        [typeof(ToolStart)] = "tool.start",
        [typeof(ToolEnd)] = "tool.end",
        [typeof(PermissionRequested)] = PermissionRequest,
        [typeof(PermissionResolved)] = "permission.resolved",
        [typeof(PermissionExpired)] = "permission.expired",
        [typeof(PermissionForgotten)] = "permission.forgotten",
        [typeof(PermissionRemembered)] = "permission.remembered",
        [typeof(ProcessStarting)] = "process.starting",
        [typeof(ProcessStarted)] = "process.started",
        [typeof(ProcessInput)] = "process.input",
        [typeof(ProcessIdle)] = "process.idle",
        [typeof(ProcessBackground)] = "process.background",
        [typeof(ProcessEnding)] = "process.ending",
        [typeof(ProcessExited)] = "process.exited",
        [typeof(AgentRawEvent)] = "agent.raw",
        [typeof(AgentCallMade)] = "agent.called",
        [typeof(AgentCallServed)] = "agent.served",
        [typeof(AgentRequestDeclined)] = "agent.declined",
        [typeof(AgentStatus)] = "agent.status",
        [typeof(MessageSent)] = Message,
    };

    private static readonly Dictionary<string, Type> Types = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static IEnumerable<KeyValuePair<Type, string>> All => Names;

    public static string NameOf(SessionEvent happened) => Names[happened.GetType()];

    /// <summary>The kind of event with that name, or null: a journal may hold events of a later version.</summary>
    public static Type? TypeOf(string name) => Types.GetValueOrDefault(name);
}
