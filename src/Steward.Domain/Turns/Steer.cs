namespace Steward.Domain.Turns;

/// <summary>How soon an agent takes up what is sent into its turn.</summary>
public enum SteerPriority
{
    /// <summary>At the next break, as when a tool has ended.</summary>
    Next,

    /// <summary>At once: what it is saying is broken off.</summary>
    Now,
}

/// <summary>A message that was sent into the turn; its words stand in the journal at <paramref name="Seq"/>.</summary>
public sealed record Steer(SteerId Id, long Seq)
{
    /// <summary>The agent made it a part of what it does, answered it, or gave it back.</summary>
    public bool Over { get; init; }
}
