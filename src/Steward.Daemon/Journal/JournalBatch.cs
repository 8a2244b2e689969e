namespace Steward.Daemon.Journal;

/// <summary>What one step of one session changes on disk: all of it in one transaction, or nothing.</summary>
internal sealed record JournalBatch
{
    public required string Session { get; init; }

    /// <summary>The sequence of the session's last event before this batch; 0 for a new session. A mismatch throws and writes nothing.</summary>
    public required long ExpectedSeq { get; init; }

    public IReadOnlyList<JournalEvent> Events { get; init; } = [];

    /// <summary>The session's state after the events; null leaves the stored one as it is.</summary>
    public ReadOnlyMemory<byte>? State { get; init; }

    /// <summary>What lists show without reading states; null leaves the stored ones.</summary>
    public SessionColumns? Columns { get; init; }

    public ProcessMark? Process { get; init; }

    public IReadOnlyList<IdempotencyRecord> Keys { get; init; } = [];

    /// <summary>Stop and recovery: accepted below the floor of free space too, and out of the room that the ballast leaves.</summary>
    public bool Essential { get; init; }
}
