namespace Steward.Daemon.Journal.Rows;

internal static class EventRows
{
    /// <summary>Reads every event: asked for when one of them could not be read.</summary>
    public static void Verify(Database database)
    {
        using var rows = new Statement(database.Handle, "SELECT session, seq, gseq, type, at, body, crc FROM events");
        while (rows.Step())
        {
            var checksum = RowChecksum.OfEvent(rows.Bytes(0), rows.Long(1), rows.Long(2), rows.Bytes(3), rows.Long(4), rows.Bytes(5));
            RowDamage.Require(checksum == rows.Long(6), $"event {rows.Long(2)}");
        }
    }
}
