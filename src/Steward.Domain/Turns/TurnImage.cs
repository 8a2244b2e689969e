namespace Steward.Domain.Turns;

/// <summary>A picture that goes with a message: what it is. Its bytes are kept beside the journal, once.</summary>
public sealed record TurnImage(string MediaType, long Bytes, string Sha256);
