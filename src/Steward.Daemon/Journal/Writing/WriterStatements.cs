using System.Text;
using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Writing;

/// <summary>Everything the writer says to SQLite, prepared once.</summary>
internal sealed class WriterStatements(Database database)
{
    private readonly Dictionary<string, byte[]> _types = [];

    public Statement Begin { get; } = database.Prepare("BEGIN IMMEDIATE");

    public Statement Commit { get; } = database.Prepare("COMMIT");

    public Statement Rollback { get; } = database.Prepare("ROLLBACK");

    public Statement InsertEvent { get; } =
        database.Prepare("INSERT INTO events (gseq, session, seq, type, at, body, crc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    /// <summary>For salvage, where a row may be found more than once.</summary>
    public Statement InsertOnce { get; } =
        database.Prepare("INSERT OR IGNORE INTO events (gseq, session, seq, type, at, body, crc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    public Statement FindHead { get; } = database.Prepare($"SELECT {SessionHead.Columns} FROM sessions WHERE session = ?1");

    public Statement UpsertHead { get; } = database.Prepare(
        $"INSERT OR REPLACE INTO sessions ({SessionHead.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

    public Statement UpsertState { get; } =
        database.Prepare($"INSERT OR REPLACE INTO states ({StateRow.Columns}) VALUES (?1, ?2, ?3, ?4)");

    public Statement UpsertProcess { get; } =
        database.Prepare($"INSERT OR REPLACE INTO processes ({ProcessRow.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    public Statement RemoveProcess { get; } = database.Prepare("DELETE FROM processes WHERE launch = ?1");

    public Statement FindKey { get; } = database.Prepare($"SELECT {KeyRow.Columns} FROM keys WHERE scope = ?1 AND key = ?2");

    public Statement InsertKey { get; } =
        database.Prepare($"INSERT INTO keys ({KeyRow.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    public Statement DropRun { get; } = database.Prepare(
        $"DELETE FROM events WHERE session = ?1 AND seq BETWEEN ?2 AND ?3 AND type IN ('{JournalEventTypes.Token}', '{JournalEventTypes.Thinking}')");

    public Statement TouchingHoles { get; } = database.Prepare(
        $"SELECT {Hole.Columns} FROM holes WHERE session = ?1 AND to_seq >= ?2 AND from_seq <= ?3 AND lost = 0");

    public Statement RemoveHoles { get; } =
        database.Prepare("DELETE FROM holes WHERE session = ?1 AND to_seq >= ?2 AND to_seq <= ?3 AND lost = 0");

    public Statement InsertHole { get; } =
        database.Prepare($"INSERT INTO holes ({Hole.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    public IReadOnlyList<Statement> PurgeSession { get; } =
        [.. new[] { "events", "states", "processes", "keys", "holes" }
            .Select(table => database.Prepare($"DELETE FROM {table} WHERE session = ?1"))];

    /// <summary>The session's name is bound already: a batch has one.</summary>
    public void Insert(StoredEvent stored, ReadOnlySpan<byte> session, long at)
    {
        Insert(InsertEvent, stored, session, at);
    }

    public void InsertFound(StoredEvent found, long at)
    {
        var session = Encoding.UTF8.GetBytes(found.Session);
        InsertOnce.BindText(2, session);
        Insert(InsertOnce, found, session, at);
    }

    private void Insert(Statement insert, StoredEvent stored, ReadOnlySpan<byte> session, long at)
    {
        var type = Type(stored.Type);
        var body = stored.Body.Span;
        insert.Bind(1, stored.Gseq).Bind(3, stored.Seq).BindText(4, type).Bind(5, at).BindText(6, body)
            .Bind(7, RowChecksum.OfEvent(session, stored.Seq, stored.Gseq, type, at, body))
            .Run();
    }

    private byte[] Type(string type)
    {
        if (_types.TryGetValue(type, out var known)) return known;
        // The words of the protocol are a few dozen; an agent must not be able to make this grow.
        if (_types.Count > 256) _types.Clear();
        return _types[type] = Encoding.UTF8.GetBytes(type);
    }
}
