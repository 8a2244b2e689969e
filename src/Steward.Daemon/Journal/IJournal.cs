namespace Steward.Daemon.Journal;

/// <summary>The durable memory of every session. Safe for any number of callers at once.</summary>
internal interface IJournal : IAsyncDisposable
{
    /// <summary>What was lost so far, for as long as its damaged file is kept; the newest last.</summary>
    IReadOnlyList<SalvageReport> Salvages { get; }

    /// <summary>
    /// Completes after the commit that holds the batch has been synced. The token ends only the wait for a place in the queue: once a
    /// batch is in it, the answer is the disk's.
    /// </summary>
    Task<Committed> AppendAsync(JournalBatch batch, CancellationToken cancellationToken);

    /// <summary>Forgets everything of the session but its id, which is never used again.</summary>
    Task DeleteSessionAsync(string session, CancellationToken cancellationToken);

    /// <summary>Drops the words of ended turns that are older; answers how many events went.</summary>
    Task<long> CompactTokensAsync(DateTimeOffset olderThan, CancellationToken cancellationToken);

    /// <summary>Events of one session in order, without a gap: what is missing is said by an event of <see cref="JournalEventTypes"/>.</summary>
    IReadOnlyList<StoredEvent> ReadSession(string session, long afterSeq, int max, long maxBytes);

    /// <summary>Events of all sessions in the order of their commits.</summary>
    IReadOnlyList<StoredEvent> ReadAll(long afterGseq, int max, long maxBytes);

    /// <summary>What agents wrote to their owner and to one another, in order; what cannot be read is left out.</summary>
    IReadOnlyList<StoredEvent> ReadMessages(long afterGseq, int max);

    /// <summary>One event, or null when it never was, is compacted or is damaged.</summary>
    StoredEvent? Find(string session, long seq);

    IReadOnlyList<SeqRange> Holes(string session);

    SessionRow? LoadState(string session);

    /// <summary>Sessions that are live or have a process, and those whose deletion was begun and is not done.</summary>
    IReadOnlyList<SessionRow> LoadLive();

    /// <summary>Newest first; deleted ones never.</summary>
    IReadOnlyList<SessionRow> ListSessions(int max, SessionCursor? after, bool includeArchived);

    IReadOnlyList<ProcessMark> LoadProcesses();

    StoredKey? FindKey(string scope, string key);

    /// <summary>Sessions that are neither archived nor deleted.</summary>
    int CountSessions();

    /// <summary>How many commits there were since opening, how long they take, and how large the file is.</summary>
    CommitStatistics Commits();

    /// <summary>The last number given to any event; 0 in an empty journal.</summary>
    long LastGseq { get; }

    /// <summary>Gives back the room that is kept for a full disk; false when there is none.</summary>
    bool GiveRoom();
}
