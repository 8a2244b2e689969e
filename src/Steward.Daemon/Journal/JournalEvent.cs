namespace Steward.Daemon.Journal;

/// <summary>One event to append. The body is UTF-8 JSON that the journal keeps byte for byte and never reads.</summary>
internal sealed record JournalEvent(string Type, DateTimeOffset At, ReadOnlyMemory<byte> Body);

/// <summary>
/// One event of the journal: <c>Seq</c> counts within the session without gaps, <c>Gseq</c> rises over all sessions. Replay may also hold
/// events of the journal's own making, of the types in <see cref="JournalEventTypes"/>, which stand for the events of a range.
/// </summary>
internal sealed record StoredEvent(string Session, long Seq, long Gseq, string Type, DateTimeOffset At, ReadOnlyMemory<byte> Body);
