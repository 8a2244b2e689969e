using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Protocol.Accounts;
using Steward.Protocol.Agents;
using Steward.Protocol.Daemon;
using Steward.Protocol.Errors;
using Steward.Protocol.Events;
using Steward.Protocol.Files;
using Steward.Protocol.Health;
using Steward.Protocol.Messages;
using Steward.Protocol.Permissions;
using Steward.Protocol.Sessions;
using Steward.Protocol.Trust;
using Steward.Protocol.Turns;

namespace Steward.Protocol;

/// <summary>
/// The JSON of the wire. Reading is strict about what could be read two ways (a duplicate key, a depth without end),
/// and lenient about fields of a later version.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowDuplicateProperties = false,
    MaxDepth = MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(MetricsView))]
[JsonSerializable(typeof(CreateSessionRequest))]
[JsonSerializable(typeof(ForkRequest))]
[JsonSerializable(typeof(UpdateSessionRequest))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(IReadOnlyList<SessionView>))]
[JsonSerializable(typeof(WorktreeView))]
[JsonSerializable(typeof(KillAnswer))]
[JsonSerializable(typeof(SubmitTurnRequest))]
[JsonSerializable(typeof(SubmitTurnAnswer))]
[JsonSerializable(typeof(SteerRequest))]
[JsonSerializable(typeof(SteerAnswer))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(CancelAnswer))]
[JsonSerializable(typeof(EventEnvelope))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(SequenceRange))]
[JsonSerializable(typeof(TurnQueuedPayload))]
[JsonSerializable(typeof(TurnStartPayload))]
[JsonSerializable(typeof(TurnTextPayload))]
[JsonSerializable(typeof(TurnInterruptedPayload))]
[JsonSerializable(typeof(TurnStalledPayload))]
[JsonSerializable(typeof(TurnFailureView))]
[JsonSerializable(typeof(UsageView))]
[JsonSerializable(typeof(WindowView))]
[JsonSerializable(typeof(TodoView))]
[JsonSerializable(typeof(HelperMessagePayload))]
[JsonSerializable(typeof(TurnTodoPayload))]
[JsonSerializable(typeof(TurnRetryPayload))]
[JsonSerializable(typeof(TurnUsagePayload))]
[JsonSerializable(typeof(AgentDeclinedPayload))]
[JsonSerializable(typeof(TurnDonePayload))]
[JsonSerializable(typeof(TurnErrorPayload))]
[JsonSerializable(typeof(SessionCancelledPayload))]
[JsonSerializable(typeof(SessionParkedPayload))]
[JsonSerializable(typeof(SessionUpdatedPayload))]
[JsonSerializable(typeof(ToolStartPayload))]
[JsonSerializable(typeof(ToolEndPayload))]
[JsonSerializable(typeof(PermissionRequestPayload))]
[JsonSerializable(typeof(PermissionResolvedPayload))]
[JsonSerializable(typeof(ProcessStartedPayload))]
[JsonSerializable(typeof(WsCommand))]
[JsonSerializable(typeof(WsAck))]
[JsonSerializable(typeof(TicketAnswer))]
[JsonSerializable(typeof(PermissionView))]
[JsonSerializable(typeof(IReadOnlyList<PermissionView>))]
[JsonSerializable(typeof(ResolvePermissionRequest))]
[JsonSerializable(typeof(ResolvePermissionAnswer))]
[JsonSerializable(typeof(AddRuleRequest))]
[JsonSerializable(typeof(PermissionRuleView))]
[JsonSerializable(typeof(IReadOnlyList<PermissionRuleView>))]
[JsonSerializable(typeof(TrustRequest))]
[JsonSerializable(typeof(TrustView))]
[JsonSerializable(typeof(IReadOnlyList<TrustView>))]
[JsonSerializable(typeof(TrustFile))]
[JsonSerializable(typeof(RevokeAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(AgentView))]
[JsonSerializable(typeof(IReadOnlyList<AgentView>))]
[JsonSerializable(typeof(RegisterAgentRequest))]
[JsonSerializable(typeof(RegisterAgentAnswer))]
[JsonSerializable(typeof(UnregisterAgentAnswer))]
[JsonSerializable(typeof(AuthView))]
[JsonSerializable(typeof(OverageView))]
[JsonSerializable(typeof(OverageCleared))]
[JsonSerializable(typeof(StoreTokenRequest))]
[JsonSerializable(typeof(TokenStored))]
[JsonSerializable(typeof(IReadOnlyList<MessageView>))]
[JsonSerializable(typeof(IReadOnlyList<ToolView>))]
[JsonSerializable(typeof(ToolAnswer))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(DaemonView))]
[JsonSerializable(typeof(StopRequest))]
[JsonSerializable(typeof(StopAnswer))]
[JsonSerializable(typeof(DaemonState))]
public sealed partial class WireJson : JsonSerializerContext
{
    public const int MaxDepth = 32;
}
