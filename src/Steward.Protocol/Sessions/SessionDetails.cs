namespace Steward.Protocol.Sessions;

public sealed record TurnFailureView(string Code, string Kind, string Message, bool Retryable, string? Fix = null, DateTimeOffset? ResetsAt = null);

/// <param name="ContextTokens">What the agent's context held at its last request; <paramref name="ContextWindow"/>: what it may hold.</param>
public sealed record UsageView(
    long PromptTokens, long CompletionTokens, double? CostUsd = null, string? Model = null, long? ContextTokens = null, long? ContextWindow = null);

/// <summary>Also the payload of <c>usage.window</c>.</summary>
/// <param name="Window">The service's own name, such as five_hour.</param>
/// <param name="Status">allowed, allowed_warning, rejected.</param>
/// <param name="Utilisation">1 is all of it.</param>
public sealed record WindowView(
    string Window, string Status, double? Utilisation = null, DateTimeOffset? ResetsAt = null, string? OverageDisabledReason = null);

/// <param name="Status">pending, in_progress, completed.</param>
/// <param name="Doing">How it is called while it is done.</param>
public sealed record TodoView(string Text, string Status, string? Doing = null);
