namespace Steward.Daemon.Journal.Rows;

/// <summary>One thing that the journal knows of itself.</summary>
internal sealed record Fact(string Name, long Value, string Note)
{
    public const string Columns = "name, value, note, crc";

    /// <summary>Numbers up to here were given, though their events may be gone.</summary>
    public const string LastGseq = "last_gseq";


    /// <summary>The checksum of the list of tables.</summary>
    public const string Schema = "schema";

    public long Checksum => new RowChecksum(RowKind.Fact).Add(Name).Add(Value).Add(Note).Value;

    public static Fact Read(IColumns row)
    {
        var fact = new Fact(row.Text(0), row.Long(1), row.Text(2));
        RowDamage.Require(fact.Checksum == row.Long(3), "a fact of the journal");
        return fact;
    }

    public void Bind(Statement statement) => statement.Bind(1, Name).Bind(2, Value).Bind(3, Note).Bind(4, Checksum);

    public static Fact? Find(Database database, string name)
    {
        using var found = new Statement(database.Handle, $"SELECT {Columns} FROM facts WHERE name = ?1");
        return found.Bind(1, name).Step() ? Read(found) : null;
    }

    public static void Store(Database database, Fact fact)
    {
        using var upsert = new Statement(database.Handle, $"INSERT OR REPLACE INTO facts ({Columns}) VALUES (?1, ?2, ?3, ?4)");
        fact.Bind(upsert);
        upsert.Run();
    }
}
