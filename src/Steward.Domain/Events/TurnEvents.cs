using System.Collections.Immutable;
using Steward.Domain.Turns;

namespace Steward.Domain.Events;

/// <summary>A message was accepted. It waits here, in the journal, until the session comes to it.</summary>
public sealed record TurnQueued(TurnId TurnId, string Content) : SessionEvent
{
    public string? ClientId { get; init; }

    public string? WriterId { get; init; }

    public string Mode { get; init; } = "chat";

    public ImmutableList<TurnImage>? Images { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

public sealed record TurnStart(TurnId TurnId, int Turn) : SessionEvent
{
    /// <summary>What made the agent begin by itself, as when work in its background has ended; no message was queued then.</summary>
    public string? Origin { get; init; }
}

public sealed record TurnToken(TurnId TurnId, string Text) : SessionEvent;

public sealed record TurnThinking(TurnId TurnId, string Text) : SessionEvent;

/// <summary>A finished text. It holds what its tokens streamed, so that old tokens can be dropped.</summary>
public sealed record TurnMessage(TurnId TurnId, string Text) : SessionEvent;

public sealed record TurnProgress(TurnId? TurnId, string Text) : SessionEvent
{
    /// <summary>What went wrong beside the turn, which goes on; and what mends it.</summary>
    public FailureKind? Kind { get; init; }

    public string? Fix { get; init; }
}

/// <summary>The agent's list of things to do, whole.</summary>
public sealed record TurnTodo(TurnId TurnId, ImmutableList<TodoItem> Items) : SessionEvent;

public sealed record TurnCancelling(TurnId TurnId, string Reason, DateTimeOffset By) : SessionEvent
{
    /// <summary>Nobody wanted it cancelled; it was silent for longer than its owner waits, and ends with an error.</summary>
    public bool GivenUp { get; init; }
}

/// <summary>Nothing was heard of the turn for a while, though nothing is known to run; it may still go on. <paramref name="Cause"/> is the likely one.</summary>
public sealed record TurnStalled(TurnId TurnId, long SilentMs, string Cause) : SessionEvent;

/// <summary>The turn lost its process. It is resumed with the next attempt, or ends with an error.</summary>
public sealed record TurnInterrupted(TurnId TurnId, int Attempt, string Reason) : SessionEvent;

public sealed record TurnDone(TurnId TurnId, TurnStats Stats) : SessionEvent;

public sealed record TurnError(TurnId TurnId, string Code, FailureKind Kind, string Message, bool Retryable, string? Fix) : SessionEvent
{
    /// <summary>When trying again can help, where that is known.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}

public sealed record TurnStats(
    long Tokens, long PromptTokens, long CompletionTokens, int ToolCalls, long Elapsed, double Speed, long FirstTokenLatencyMs, int Attempts,
    double? CostUsd = null);
