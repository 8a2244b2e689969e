namespace Steward.Daemon.Journal.Rows;

/// <summary>The stored state of one session, and the sequence that it was stored with.</summary>
internal sealed record StateRow(string Session, long Seq, ReadOnlyMemory<byte> State)
{
    public const string Columns = "session, seq, state, crc";

    public long Checksum => ChecksumOf(Session, Seq, State.Span);

    /// <summary>Null when the row is damaged.</summary>
    public static StateRow? Read(IColumns row)
    {
        var state = row.Bytes(2);
        var (session, seq) = (row.Text(0), row.Long(1));
        return ChecksumOf(session, seq, state) == row.Long(3) ? new StateRow(session, seq, state.ToArray()) : null;
    }

    public void Bind(Statement statement) =>
        statement.Bind(1, Session).Bind(2, Seq).BindText(3, State.Span).Bind(4, Checksum);

    private static long ChecksumOf(string session, long seq, ReadOnlySpan<byte> state) =>
        new RowChecksum(RowKind.State).Add(session).Add(seq).Add(state).Value;
}
