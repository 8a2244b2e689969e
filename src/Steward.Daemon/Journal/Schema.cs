using Steward.Daemon.Files;
using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal;

/// <summary>The tables of <c>steward.db</c>, as the migrations that lead to them. Published migrations never change: a new one is added.</summary>
internal static class Schema
{
    /// <summary>"STWD": tells our database from anybody else's.</summary>
    public const int ApplicationId = 0x53545744;

    public const int PageSize = 4096;

    public static int Version => Migrations.Count;

    public static IReadOnlyList<string> Migrations { get; } = ["""
        CREATE TABLE events (gseq INTEGER PRIMARY KEY, session TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL,
          at INTEGER NOT NULL, body TEXT NOT NULL, crc INTEGER NOT NULL);
        CREATE UNIQUE INDEX events_of_session ON events (session, seq);
        CREATE TABLE sessions (session TEXT PRIMARY KEY, last_seq INTEGER NOT NULL, created_at INTEGER NOT NULL,
          updated_at INTEGER NOT NULL, live INTEGER NOT NULL, archived INTEGER NOT NULL, deleted INTEGER NOT NULL,
          purged INTEGER NOT NULL, state_seq INTEGER NOT NULL, crc INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE states (session TEXT PRIMARY KEY, seq INTEGER NOT NULL, state TEXT, crc INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE processes (launch TEXT PRIMARY KEY, session TEXT NOT NULL, out_offset INTEGER NOT NULL,
          err_offset INTEGER NOT NULL, memory BLOB, crc INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE keys (scope TEXT NOT NULL, key TEXT NOT NULL, session TEXT NOT NULL, hash BLOB NOT NULL, status INTEGER NOT NULL,
          answer BLOB, crc INTEGER NOT NULL, PRIMARY KEY (scope, key)) WITHOUT ROWID;
        CREATE INDEX keys_of_session ON keys (session);
        CREATE TABLE holes (session TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL, to_gseq INTEGER NOT NULL,
          at INTEGER NOT NULL, lost INTEGER NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (session, to_seq)) WITHOUT ROWID;
        CREATE INDEX holes_by_gseq ON holes (to_gseq);
        CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL, note TEXT, crc INTEGER NOT NULL) WITHOUT ROWID;
        """, $"""
        CREATE INDEX messages_by_gseq ON events (gseq) WHERE type = '{JournalEventTypes.Message}';
        """];

    /// <summary>Applies what is missing, each step whole or not at all.</summary>
    public static void Migrate(Database database, IReadOnlyList<string> migrations, DurableSteps steps)
    {
        for (var version = (int)database.Scalar("PRAGMA user_version"); version < migrations.Count; version++)
        {
            var step = steps.Before(StorageStep.Commit);
            database.Execute("BEGIN IMMEDIATE");
            database.Execute(migrations[version]);
            database.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version + 1};");
            Fact.Store(database, new Fact(Fact.Schema, Fingerprint(database), ""));
            database.Execute("COMMIT");
            steps.After(step, StorageStep.Commit);
        }
    }

    /// <summary>
    /// SQLite believes its list of tables. A flipped bit there would send reads and writes into other pages, so the list is held
    /// against the checksum that was stored when it was last changed.
    /// </summary>
    public static void Verify(Database database)
    {
        if (database.Scalar("PRAGMA user_version") == 0) return;
        RowDamage.Require(Fact.Find(database, Fact.Schema)?.Value == Fingerprint(database), "the list of tables");
    }

    private static long Fingerprint(Database database)
    {
        var checksum = new RowChecksum(RowKind.Schema);
        using var tables = new Statement(database.Handle, "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master ORDER BY name");
        while (tables.Step())
            checksum = checksum.Add(tables.Bytes(0)).Add(tables.Bytes(1)).Add(tables.Bytes(2)).Add(tables.Long(3)).Add(tables.Bytes(4));
        return checksum.Value;
    }
}
