using Steward.Domain.Turns;

namespace Steward.Domain.Events;

/// <summary>A message for the turn that runs was accepted; it is sent from here, from the journal.</summary>
public sealed record TurnSteered(TurnId TurnId, SteerId SteerId, string Content) : SessionEvent
{
    public SteerPriority Priority { get; init; }

    public string? ClientId { get; init; }

    public string? WriterId { get; init; }
}

/// <summary>The agent made it a part of what it was doing: one answer is to come to all of it.</summary>
public sealed record SteerTaken(TurnId TurnId, SteerId SteerId) : SessionEvent;

/// <summary>The agent gave it back without having read it.</summary>
public sealed record SteerDropped(TurnId TurnId, SteerId SteerId, string Reason) : SessionEvent;

/// <summary>
/// The agent has answered a message of the turn, its first one where <paramref name="SteerId"/> is null, and goes on with one that was sent into it.
/// </summary>
public sealed record TurnAnswered(TurnId TurnId, SteerId? SteerId, TurnUsage Usage) : SessionEvent;
