namespace Steward.Protocol.Turns;

public sealed record SubmitTurnRequest
{
    public required string Content { get; init; }

    /// <summary>Names the client, no more; <see cref="RequestId"/> is what makes a repeat harmless.</summary>
    public string? ClientId { get; init; }

    public string? WriterId { get; init; }

    public string? Mode { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Pictures that go with the words.</summary>
    public IReadOnlyList<ImageRequest>? Images { get; init; }
}

/// <summary>A picture: its bytes in base64, and what it is, where the sender knows (its first bytes must say the same).</summary>
public sealed record ImageRequest(string Data, string? MediaType = null);

/// <summary><paramref name="Queued"/>: other turns of the session come first. <paramref name="Seq"/>: of its <c>turn.queued</c>; follow from there.</summary>
public sealed record SubmitTurnAnswer(string TurnId, bool Queued, long Seq);

/// <summary>A message into the turn that runs.</summary>
public sealed record SteerRequest
{
    public required string Content { get; init; }

    /// <summary>next: the agent takes it up at its next break. now: it breaks off what it is saying.</summary>
    public string? Priority { get; init; }

    /// <summary>Into this turn or none; else into the one that runs.</summary>
    public string? TurnId { get; init; }

    public string? ClientId { get; init; }

    public string? WriterId { get; init; }

    public string? RequestId { get; init; }
}

/// <summary><paramref name="Seq"/>: of its <c>turn.steered</c>.</summary>
public sealed record SteerAnswer(string TurnId, string SteerId, long Seq);

/// <param name="WriterId">Only the turns of this writer; with neither, all that run and wait.</param>
public sealed record CancelRequest(string? TurnId = null, string? Reason = null, string? WriterId = null);

public sealed record CancelAnswer(int Cancelled);
