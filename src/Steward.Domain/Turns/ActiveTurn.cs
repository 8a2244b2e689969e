using System.Collections.Immutable;

namespace Steward.Domain.Turns;

/// <summary>The turn that a session works on. Its words stand in the journal at <paramref name="QueuedSeq"/>, not here.</summary>
public sealed record ActiveTurn(TurnId Id, long QueuedSeq, int Number, DateTimeOffset StartedAt)
{
    /// <summary>How often it was started; more than one means that it was cut off and resumed.</summary>
    public int Attempt { get; init; } = 1;

    public bool Interrupted { get; init; }

    /// <summary>Set once the message was handed to the process that holds the session now.</summary>
    public bool Sent { get; init; }

    /// <summary>Somebody wants it stopped; its process is ended if it has not stopped by then.</summary>
    public DateTimeOffset? CancelBy { get; init; }

    public string? CancelReason { get; init; }

    /// <summary>It was given up for its silence, and ends with an error.</summary>
    public bool GivenUp { get; init; }

    public DateTimeOffset? FirstWordsAt { get; init; }

    /// <summary>When something was heard of it last, or said to it.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Its silence was told already.</summary>
    public bool Stalled { get; init; }

    /// <summary>What was heard last, where that explains a silence that follows it.</summary>
    public string? SilentAfter { get; init; }

    /// <summary>Tools that run now: an agent may well be silent meanwhile.</summary>
    public int OpenTools { get; init; }

    /// <summary>What made the agent begin it by itself; null for a message of its owner's.</summary>
    public string? Origin { get; init; }

    public int ToolCalls { get; init; }

    public long OutputBytes { get; init; }

    /// <summary>What was sent into it, the oldest first.</summary>
    public ImmutableList<Steer> Steers { get; init; } = [];

    /// <summary>Its own message is answered; what was sent into it is not.</summary>
    public bool Answered { get; init; }

    /// <summary>Of what is answered already.</summary>
    public TurnUsage Usage { get; init; } = TurnUsage.None;
}
