using System.Collections.Immutable;
using Steward.Domain.Events;

namespace Steward.Domain.Sessions;

public enum Refusal
{
    SessionOver,
    RequestUnknown,
    AnswerNeeded,
    RuleUnknown,
    QueueFull,
    NoTurn,
    AgentsOwnTurn,
}

/// <summary>The answer to an input: what happened, the state after it, what to do now, or why nothing happened.</summary>
public sealed record Decision(SessionState State, ImmutableList<SessionEvent> Events, ImmutableList<SessionEffect> Effects)
{
    public Refusal? Refusal { get; init; }

    /// <summary>How many turns an input reached.</summary>
    public int Affected { get; init; }
}
