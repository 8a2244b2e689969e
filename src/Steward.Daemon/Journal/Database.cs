using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Steward.Daemon.Journal;

/// <summary>One connection, used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private const int Passive = 0;
    private const int DirtyPagesWritten = 9;
    private const int NoCheckpointOnClose = 1006;

    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];

    private Database(string path, SqliteOpenMode mode)
    {
        SqliteLibrary.Bind();
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        _connection.Open();
    }

    public sqlite3 Handle => _connection.Handle!;

    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Pages that commits of this connection have written to the log so far.</summary>
    public int PagesWritten
    {
        get
        {
            raw.sqlite3_db_status(Handle, DirtyPagesWritten, out var pages, out _, 0);
            return pages;
        }
    }

    public static Database ForWriting(string path) => Configured(new Database(path, SqliteOpenMode.ReadWrite), """
        PRAGMA busy_timeout = 10000;
        PRAGMA page_size = 4096;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA checkpoint_fullfsync = ON;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -8192;
        """);

    public static Database ForReading(string path) => Configured(new Database(path, SqliteOpenMode.ReadWrite), """
        PRAGMA busy_timeout = 10000;
        PRAGMA query_only = ON;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA cache_size = -4096;
        """);

    /// <summary>For a database that nobody has yet: it is synced whole when it is complete, and thrown away if that is not reached.</summary>
    public static Database ForBulk(string path) => Configured(new Database(path, SqliteOpenMode.ReadWrite), """
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -65536;
        """);

    /// <summary>Whether the close of the last connection copies the log into the database. Off while the database is in doubt.</summary>
    public void CheckpointOnClose(bool wanted) => raw.sqlite3_db_config(Handle, NoCheckpointOnClose, wanted ? 0 : 1, out _);

    /// <summary>Lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(Handle, sql);
        _statements.Add(statement);
        return statement;
    }

    public void Execute(string sql)
    {
        var result = raw.sqlite3_exec(Handle, sql);
        if (result != raw.SQLITE_OK) throw Statement.Failure(Handle, result);
    }

    public long Scalar(string sql)
    {
        using var statement = new Statement(Handle, sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <summary>
    /// Copies the log into the database, as far as no reader is in the middle of it: the next round takes the rest.
    /// </summary>
    public void CopyLog()
    {
        var result = raw.sqlite3_wal_checkpoint_v2(Handle, "main", Passive, out _, out _);
        if (result is not (raw.SQLITE_OK or raw.SQLITE_BUSY)) throw Statement.Failure(Handle, result);
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _connection.Dispose();
    }

    private static Database Configured(Database database, string pragmas)
    {
        try
        {
            database.Execute(pragmas);
            return database;
        }
        catch
        {
            // Half-open, a connection would keep the file's locks: close it and let the cause out.
            database.Dispose();
            throw;
        }
    }
}
