namespace Steward.Domain.Turns;

/// <summary>Why a turn failed: a stable code, the kind of trouble, one sentence, whether trying again can help, and what to do.</summary>
public sealed record TurnFailure(string Code, FailureKind Kind, string Message, bool Retryable, string? Fix = null)
{
    /// <summary>When trying again can help, where the service said so.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
