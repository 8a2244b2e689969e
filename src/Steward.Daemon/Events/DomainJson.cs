using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Domain.Events;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Events;

/// <summary>
/// The JSON of events, in the journal and on the wire. Fields of later versions are ignored, so that an older reader can follow;
/// nothing that is null is written.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(SessionIdConverter), typeof(TurnIdConverter), typeof(RequestIdConverter), typeof(LaunchIdConverter), typeof(RawJsonConverter),
        typeof(FailureKindConverter), typeof(PermissionDecisionConverter), typeof(RuleVerdictConverter), typeof(SessionEndConverter),
        typeof(InputKindConverter), typeof(QuestionKindConverter), typeof(FieldKindConverter), typeof(RememberScopeConverter), typeof(ChosenSettingConverter), typeof(TodoStatusConverter),
        typeof(SteerIdConverter), typeof(SteerPriorityConverter),
    ])]
[JsonSerializable(typeof(SessionCreated))]
[JsonSerializable(typeof(SessionUpdated))]
[JsonSerializable(typeof(ChoiceTaken))]
[JsonSerializable(typeof(ChoiceRefused))]
[JsonSerializable(typeof(SessionCancelled))]
[JsonSerializable(typeof(SessionParked))]
[JsonSerializable(typeof(SessionWoken))]
[JsonSerializable(typeof(SessionEnded))]
[JsonSerializable(typeof(TurnQueued))]
[JsonSerializable(typeof(TurnStart))]
[JsonSerializable(typeof(TurnSteered))]
[JsonSerializable(typeof(SteerTaken))]
[JsonSerializable(typeof(SteerDropped))]
[JsonSerializable(typeof(TurnAnswered))]
[JsonSerializable(typeof(TurnToken))]
[JsonSerializable(typeof(TurnThinking))]
[JsonSerializable(typeof(TurnMessage))]
[JsonSerializable(typeof(TurnProgress))]
[JsonSerializable(typeof(TurnTodo))]
[JsonSerializable(typeof(TurnRetry))]
[JsonSerializable(typeof(TurnUsed))]
[JsonSerializable(typeof(UsageWindowChanged))]
[JsonSerializable(typeof(HelperMessage))]
[JsonSerializable(typeof(TurnCancelling))]
[JsonSerializable(typeof(TurnInterrupted))]
[JsonSerializable(typeof(TurnStalled))]
[JsonSerializable(typeof(TurnDone))]
[JsonSerializable(typeof(TurnError))]
[JsonSerializable(typeof(ToolStart))]
[JsonSerializable(typeof(ToolEnd))]
[JsonSerializable(typeof(PermissionRequested))]
[JsonSerializable(typeof(PermissionResolved))]
[JsonSerializable(typeof(PermissionExpired))]
[JsonSerializable(typeof(PermissionForgotten))]
[JsonSerializable(typeof(PermissionRemembered))]
[JsonSerializable(typeof(ProcessStarting))]
[JsonSerializable(typeof(ProcessStarted))]
[JsonSerializable(typeof(ProcessInput))]
[JsonSerializable(typeof(ProcessIdle))]
[JsonSerializable(typeof(ProcessBackground))]
[JsonSerializable(typeof(ProcessEnding))]
[JsonSerializable(typeof(ProcessExited))]
[JsonSerializable(typeof(AgentRawEvent))]
[JsonSerializable(typeof(AgentCallMade))]
[JsonSerializable(typeof(AgentCallServed))]
[JsonSerializable(typeof(AgentRequestDeclined))]
[JsonSerializable(typeof(AgentStatus))]
[JsonSerializable(typeof(MessageSent))]
internal sealed partial class DomainJson : JsonSerializerContext
{
    public static byte[] Write(SessionEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, Default.GetTypeInfo(happened.GetType())!);

    /// <summary>The event that a row of the journal holds, or null when this version does not know its kind.</summary>
    public static SessionEvent? Read(string name, ReadOnlySpan<byte> body) => EventNames.TypeOf(name) is { } type
        ? (SessionEvent?)JsonSerializer.Deserialize(body, Default.GetTypeInfo(type)!)
        : null;
}
