using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal;

/// <summary>
/// One prepared statement that is bound, stepped and reset again and again. SqliteCommand would copy each body into an array of its own
/// and build a reader for each row.
/// </summary>
internal sealed class Statement : IColumns, IDisposable
{
    private const uint Persistent = 1;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, Persistent, out _statement));
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public Statement Bind(int index, bool value) => Bind(index, value ? 1L : 0L);

    public Statement Bind(int index, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    /// <summary>UTF-8 that SQLite's own JSON functions can read; an empty span is stored as NULL.</summary>
    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, index, utf8));
        return this;
    }

    /// <summary>An empty span is stored as NULL, and both read back as empty.</summary>
    public Statement BindBlob(int index, ReadOnlySpan<byte> bytes)
    {
        Check(bytes.IsEmpty ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_blob(_statement, index, bytes));
        return this;
    }

    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;
        var failure = Failure(_database, result);
        raw.sqlite3_reset(_statement);
        throw failure;
    }

    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool Flag(int column) => Long(column) != 0;

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public void Dispose() => _statement.Dispose();

    public static SqliteException Failure(sqlite3 database, int code) =>
        new($"SQLite {code}: {raw.sqlite3_errmsg(database).utf8_to_string()}", code & 0xFF, raw.sqlite3_extended_errcode(database));

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) throw Failure(_database, result);
    }
}
