using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Domain.Events;

/// <summary>What a turn has used, told at its end whatever that is.</summary>
public sealed record TurnUsed(TurnId TurnId, long PromptTokens, long CompletionTokens) : SessionEvent
{
    /// <summary>Of the prompt tokens those that the service had kept.</summary>
    public long CachedTokens { get; init; }

    public double? CostUsd { get; init; }

    public string? Model { get; init; }

    /// <summary>What the agent's context held at its last request, and what it may hold.</summary>
    public long? ContextTokens { get; init; }

    public long? ContextWindow { get; init; }
}

/// <summary>A request to the service failed, and is made again.</summary>
public sealed record TurnRetry(TurnId? TurnId, int Attempt, int Of, long DelayMs, string Reason) : SessionEvent;

/// <summary>How far the account's window is used. Told when that changed by as much as a hundredth.</summary>
public sealed record UsageWindowChanged(string Window, string Status) : SessionEvent
{
    public double? Utilisation { get; init; }

    public DateTimeOffset? ResetsAt { get; init; }

    public string? OverageDisabledReason { get; init; }

    internal static UsageWindowChanged Of(UsageWindow window) => new(window.Window, window.Status)
    {
        Utilisation = window.Utilisation,
        ResetsAt = window.ResetsAt,
        OverageDisabledReason = window.OverageDisabledReason,
    };

    internal UsageWindow Now => new(Window, Status, Utilisation, ResetsAt) { OverageDisabledReason = OverageDisabledReason };
}
