using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Reading;

/// <summary>One reading connection and everything it says to SQLite.</summary>
internal sealed class Reader(Database database) : IDisposable
{
    private const string EventColumns = "gseq, seq, type, at, body, crc";

    public Statement Begin { get; } = database.Prepare("BEGIN");

    public Statement End { get; } = database.Prepare("COMMIT");

    public Statement Events { get; } = database.Prepare(
        $"SELECT {EventColumns} FROM events WHERE session = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");

    public Statement Event { get; } = database.Prepare($"SELECT {EventColumns} FROM events WHERE session = ?1 AND seq = ?2");

    public Statement AllEvents { get; } = database.Prepare(
        $"SELECT {EventColumns}, session FROM events WHERE gseq > ?1 ORDER BY gseq LIMIT ?2");

    // Told which index to use: without statistics SQLite would rather read every event.
    public Statement Messages { get; } = database.Prepare(
        $"SELECT {EventColumns}, session FROM events INDEXED BY messages_by_gseq WHERE type = '{JournalEventTypes.Message}' AND gseq > ?1 ORDER BY gseq LIMIT ?2");

    public Statement Head { get; } = database.Prepare($"SELECT {SessionHead.Columns} FROM sessions WHERE session = ?1");

    public Statement LiveHeads { get; } = database.Prepare(
        $"SELECT {SessionHead.Columns} FROM sessions WHERE purged = 0 AND (live = 1 OR deleted = 1 OR session IN (SELECT session FROM processes)) ORDER BY session");

    public Statement HeadsNewestFirst { get; } = database.Prepare($"""
        SELECT {SessionHead.Columns} FROM sessions
        WHERE deleted = 0 AND purged = 0 AND (?1 OR archived = 0) AND (created_at, session) < (?2, ?3)
        ORDER BY created_at DESC, session DESC LIMIT ?4
        """);

    public Statement SessionCount { get; } = database.Prepare("SELECT count(*) FROM sessions WHERE deleted = 0 AND purged = 0 AND archived = 0");

    public Statement State { get; } = database.Prepare($"SELECT {StateRow.Columns} FROM states WHERE session = ?1");

    public Statement Processes { get; } = database.Prepare($"SELECT {ProcessRow.Columns} FROM processes ORDER BY launch");

    public Statement Key { get; } = database.Prepare($"SELECT {KeyRow.Columns} FROM keys WHERE scope = ?1 AND key = ?2");

    public Statement Holes { get; } = database.Prepare(
        $"SELECT {Hole.Columns} FROM holes WHERE session = ?1 AND to_seq > ?2 ORDER BY to_seq LIMIT ?3");

    public Statement HolesByGseq { get; } = database.Prepare(
        $"SELECT {Hole.Columns} FROM holes WHERE to_gseq > ?1 AND to_gseq <= ?2 ORDER BY to_gseq LIMIT ?3");

    public Statement LastOfType { get; } = database.Prepare(
        "SELECT seq FROM events WHERE session = ?1 AND type = ?2 ORDER BY seq DESC LIMIT 1");

    public Statement OldSessions { get; } = database.Prepare(
        $"SELECT {SessionHead.Columns} FROM sessions WHERE purged = 0 AND created_at < ?1");

    public Statement OldWords { get; } = database.Prepare($"""
        SELECT seq, gseq, at FROM events WHERE session = ?1 AND seq > ?2 AND seq < ?3 AND at < ?4
          AND type IN ('{JournalEventTypes.Token}', '{JournalEventTypes.Thinking}') ORDER BY seq LIMIT ?5
        """);

    public SessionHead? FindHead(string session)
    {
        Head.Bind(1, session);
        try
        {
            return Head.Step() ? SessionHead.Read(Head) : null;
        }
        finally
        {
            Head.Reset();
        }
    }

    public static List<T> All<T>(Statement bound, Func<Statement, T> read)
    {
        var rows = new List<T>();
        while (bound.Step()) rows.Add(read(bound));
        bound.Reset();
        return rows;
    }

    public void Dispose() => database.Dispose();
}
