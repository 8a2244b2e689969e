using System.Text.Json;

namespace Steward.Protocol.Events;

/// <summary>
/// One event on the wire. <see cref="Seq"/> counts within its session without gaps, <see cref="Gseq"/> over all sessions;
/// <see cref="Event"/> says what <see cref="Payload"/> holds.
/// </summary>
public sealed record EventEnvelope
{
    public required string V { get; init; }

    public required string Event { get; init; }

    public required string DaemonId { get; init; }

    public required string SessionId { get; init; }

    public required long Seq { get; init; }

    public required long Gseq { get; init; }

    public required DateTimeOffset Ts { get; init; }

    public required JsonElement Payload { get; init; }
}

/// <summary>The answer of a long poll: what came after the cursor, and the cursor to ask with next.</summary>
public sealed record EventPage(IReadOnlyList<EventEnvelope> Events, long LastSeq);

/// <summary>The payload of <c>events.compacted</c> and <c>events.damaged</c>: these numbers are gone, and it is said.</summary>
public sealed record SequenceRange(long FromSeq, long ToSeq);
