using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal;

/// <summary>
/// Reads all rows of the tables that decide what is believed to exist. Each row proves itself; that they are in order proves that no part of
/// the tree is missing or there twice.
/// </summary>
internal static class SmallTables
{
    public static void Verify(Database database)
    {
        Read(database, $"SELECT {SessionHead.Columns} FROM sessions", row => SessionHead.Read(row).Session);
        Read(database, $"SELECT {ProcessRow.Columns} FROM processes", row => ProcessRow.Read(row).Launch);
        Read(database, $"SELECT {Fact.Columns} FROM facts", row => Fact.Read(row).Name);
    }

    private static void Read(Database database, string sql, Func<Statement, string> read)
    {
        using var rows = new Statement(database.Handle, sql);
        byte[]? previous = null;
        while (rows.Step())
        {
            read(rows);
            var key = rows.Bytes(0);
            RowDamage.Require(previous is null || key.SequenceCompareTo(previous) > 0, "a table's order");
            previous = key.ToArray();
        }
    }
}
