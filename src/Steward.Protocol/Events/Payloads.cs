using System.Text.Json;
using Steward.Protocol.Permissions;
using Steward.Protocol.Sessions;

namespace Steward.Protocol.Events;

// The payloads that clients read. Fields that they do not need are left out: unknown fields are ignored when reading.
// What may be null is not on the wire when it is: it needs a default here, or reading fails where it is absent.

public sealed record TurnQueuedPayload(string TurnId, string Content);

public sealed record TurnStartPayload(string TurnId, int Turn, string? Origin = null);

public sealed record TurnStalledPayload(string TurnId, long SilentMs, string Cause);

/// <summary>Of <c>turn.token</c>, <c>turn.thinking</c>, <c>turn.message</c> and <c>turn.progress</c>.</summary>
public sealed record TurnTextPayload(string Text, string? TurnId = null);

public sealed record TurnInterruptedPayload(string TurnId, int Attempt, string Reason);

public sealed record TurnDonePayload(string TurnId, TurnStatsView Stats);

public sealed record TurnStatsView(
    long Tokens, long PromptTokens, long CompletionTokens, int ToolCalls, long Elapsed, double Speed, long FirstTokenLatencyMs, int Attempts,
    double? CostUsd = null);

public sealed record TurnErrorPayload(string TurnId, string Code, string Kind, string Message, bool Retryable, string? Fix = null, DateTimeOffset? ResetsAt = null);

public sealed record SessionCancelledPayload(string TurnId, string Reason);

public sealed record SessionParkedPayload(string Reason);

public sealed record SessionUpdatedPayload(
    string? Title = null, string? Name = null, bool? Archived = null, string? Model = null, string? PermissionMode = null);

public sealed record ToolStartPayload(string TurnId, string CallId, string ToolName, JsonElement Args, string? ParentCallId = null);

public sealed record ToolEndPayload(string TurnId, string CallId, string ToolName, bool Ok, string Result, long Elapsed, string? ParentCallId = null);

/// <summary>A text of a helper that the agent started by that call.</summary>
public sealed record HelperMessagePayload(string TurnId, string ParentCallId, string Text);

public sealed record TurnTodoPayload(string TurnId, IReadOnlyList<TodoView> Items);

public sealed record TurnRetryPayload(int Attempt, int Of, long DelayMs, string Reason, string? TurnId = null);

public sealed record TurnUsagePayload(
    string TurnId, long PromptTokens, long CompletionTokens, long CachedTokens, double? CostUsd = null, string? Model = null, long? ContextTokens = null,
    long? ContextWindow = null);

public sealed record AgentDeclinedPayload(string AgentRequestId, string Asked, string Reason);

public sealed record PermissionRequestPayload(
    string RequestId, string TurnId, string ToolName, JsonElement Args, DateTimeOffset Deadline, string? Description = null,
    string Kind = "permission", IReadOnlyList<ChoiceQuestionView>? Questions = null, string? Address = null, bool OfHelper = false);

public sealed record PermissionResolvedPayload(
    string RequestId, string Decision, string DecidedBy, string? Reason = null, JsonElement? UpdatedInput = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Answers = null, bool EndTurn = false);

public sealed record ProcessStartedPayload(string LaunchId, int Pid);
