namespace Steward.Daemon.Journal.Rows;

internal static class KeyRow
{
    public const string Columns = "scope, key, session, hash, status, answer, crc";

    public static StoredKey Read(IColumns row)
    {
        var stored = new StoredKey(row.Text(2), new IdempotencyRecord
        {
            Scope = row.Text(0),
            Key = row.Text(1),
            RequestHash = row.Bytes(3).ToArray(),
            Status = (int)row.Long(4),
            Answer = row.Bytes(5).ToArray(),
        });
        RowDamage.Require(Checksum(stored) == row.Long(6), "an idempotency key");
        return stored;
    }

    public static void Bind(Statement statement, StoredKey stored) => statement
        .Bind(1, stored.Record.Scope).Bind(2, stored.Record.Key).Bind(3, stored.Session).BindBlob(4, stored.Record.RequestHash.Span)
        .Bind(5, stored.Record.Status).BindBlob(6, stored.Record.Answer.Span).Bind(7, Checksum(stored));

    private static long Checksum(StoredKey stored) => new RowChecksum(RowKind.Key).Add(stored.Record.Scope).Add(stored.Record.Key)
        .Add(stored.Session).Add(stored.Record.RequestHash.Span).Add(stored.Record.Status).Add(stored.Record.Answer.Span).Value;
}
