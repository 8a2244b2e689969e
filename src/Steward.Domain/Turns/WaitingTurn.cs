namespace Steward.Domain.Turns;

/// <summary>A message that waits for its turn; its words stand in the journal at <paramref name="QueuedSeq"/>.</summary>
public sealed record WaitingTurn(TurnId Id, long QueuedSeq);
