using Steward.Daemon.Journal.Reading;
using Steward.Daemon.Journal.Rows;
using Steward.Daemon.Journal.Salvaging;
using Steward.Daemon.Journal.Writing;

namespace Steward.Daemon.Journal;

/// <summary>The journal in <c>steward.db</c>.</summary>
internal sealed class SqliteJournal : IJournal
{
    private readonly Database _database;
    private readonly JournalWriter _writer;
    private readonly ReaderPool _readers;
    private readonly Suspicion _suspicion;
    private int _disposed;

    private SqliteJournal(JournalOptions options, OpenedJournal opened)
    {
        _suspicion = opened.Suspicion;
        _database = opened.Database;
        Salvages = SalvageSwap.Kept(options);
        _readers = new ReaderPool(options, _suspicion.RaiseUnreadable);
        _writer = new JournalWriter(_database, options, opened.LastGseq, _suspicion.Raise);
    }

    public IReadOnlyList<SalvageReport> Salvages { get; }

    public long LastGseq => _writer.LastGseq;

    public static SqliteJournal Open(JournalOptions options) => new(options, new JournalOpening(options).Open());

    public Task<Committed> AppendAsync(JournalBatch batch, CancellationToken cancellationToken) =>
        _writer.WriteAsync(new AppendRequest(batch), cancellationToken);

    public Task DeleteSessionAsync(string session, CancellationToken cancellationToken) =>
        _writer.WriteAsync(new DeleteRequest(session), cancellationToken);

    public Task<long> CompactTokensAsync(DateTimeOffset olderThan, CancellationToken cancellationToken) =>
        new TokenCompaction(_readers, _writer, Timestamp.ToMicroseconds(olderThan)).RunAsync(cancellationToken);

    public IReadOnlyList<StoredEvent> ReadSession(string session, long afterSeq, int max, long maxBytes) => _readers.Read(reader =>
    {
        var page = new SessionPage(reader, session, max, maxBytes);
        var events = page.Read(afterSeq);
        if (page.FoundDamage) _suspicion.Raise(new JournalDamagedException($"Events of session {session} cannot be read."));
        return events;
    });

    public IReadOnlyList<StoredEvent> ReadAll(long afterGseq, int max, long maxBytes) => _readers.Read(reader =>
    {
        var page = new GlobalPage(reader, afterGseq, max, maxBytes);
        var events = page.Read();
        if (page.FoundDamage) _suspicion.Raise(new JournalDamagedException("Some events cannot be read."));
        return events;
    });

    public IReadOnlyList<StoredEvent> ReadMessages(long afterGseq, int max) =>
        _readers.Read(reader => MessagePage.Read(reader, afterGseq, max));

    public StoredEvent? Find(string session, long seq) =>
        seq >= 1 && ReadSession(session, seq - 1, 1, long.MaxValue) is [var found] && IsEvent(found) && found.Seq == seq ? found : null;

    public IReadOnlyList<SeqRange> Holes(string session) => _readers.Read(reader =>
        Reader.All(reader.Holes.Bind(1, session).Bind(2, 0).Bind(3, -1), Hole.Read).FindAll(hole => !hole.Lost).ConvertAll(hole => new SeqRange(hole.From, hole.To)));

    public SessionRow? LoadState(string session) =>
        _readers.Read(reader => reader.FindHead(session) is { Purged: false } head ? WithState(reader, head) : null);

    public IReadOnlyList<SessionRow> LoadLive() => _readers.Read(reader =>
        Reader.All(reader.LiveHeads, SessionHead.Read).ConvertAll(head => WithState(reader, head)));

    public IReadOnlyList<SessionRow> ListSessions(int max, SessionCursor? after, bool includeArchived) => _readers.Read(reader =>
    {
        reader.HeadsNewestFirst.Bind(1, includeArchived).Bind(2, after is { } at ? Timestamp.ToMicroseconds(at.CreatedAt) : long.MaxValue)
            .Bind(3, after?.Session ?? "").Bind(4, max);
        return Reader.All(reader.HeadsNewestFirst, SessionHead.Read).ConvertAll(head => WithState(reader, head));
    });

    public int CountSessions() => _readers.Read(static reader => Reader.All(reader.SessionCount, static row => (int)row.Long(0))[0]);

    public CommitStatistics Commits() => _writer.Statistics();

    public bool GiveRoom() => _writer.GiveRoom();

    public IReadOnlyList<ProcessMark> LoadProcesses() => _readers.Read(reader => Reader.All(reader.Processes, ProcessRow.Read));

    public StoredKey? FindKey(string scope, string key) => _readers.Read(reader =>
        Reader.All(reader.Key.Bind(1, scope).Bind(2, key), KeyRow.Read) is [var found] ? found : null);

    /// <summary>Writes what waits, copies the log into the database and closes it: the next opening finds nothing to recover.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await Task.Run(() =>
        {
            _writer.Dispose();
            _readers.Dispose();
            _database.Dispose();
        });
    }

    private static bool IsEvent(StoredEvent found) => found.Type is not (JournalEventTypes.Compacted or JournalEventTypes.Damaged);

    private SessionRow WithState(Reader reader, SessionHead head)
    {
        var state = Reader.All(reader.State.Bind(1, head.Session), StateRow.Read) is [{ } row] && row.Seq == head.StateSeq ? row : null;
        var damaged = head.StateSeq >= 0 && state is null;
        if (damaged) _suspicion.Raise(new JournalDamagedException($"The state of session {head.Session} cannot be read."));
        return new SessionRow(
            head.Session, head.LastSeq, head.ToColumns(), Timestamp.FromMicroseconds(head.UpdatedAt), state?.State, damaged);
    }
}
