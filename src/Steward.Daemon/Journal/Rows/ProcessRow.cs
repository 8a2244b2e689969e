namespace Steward.Daemon.Journal.Rows;

internal static class ProcessRow
{
    public const string Columns = "launch, session, out_offset, err_offset, memory, crc";

    public static ProcessMark Read(IColumns row)
    {
        var mark = new ProcessMark
        {
            Launch = row.Text(0),
            Session = row.Text(1),
            OutOffset = row.Long(2),
            ErrOffset = row.Long(3),
            Memory = row.Bytes(4).ToArray(),
        };
        RowDamage.Require(Checksum(mark) == row.Long(5), "the mark of a process");
        return mark;
    }

    public static void Bind(Statement statement, ProcessMark mark) => statement
        .Bind(1, mark.Launch).Bind(2, mark.Session).Bind(3, mark.OutOffset).Bind(4, mark.ErrOffset)
        .BindBlob(5, mark.Memory.Span).Bind(6, Checksum(mark));

    private static long Checksum(ProcessMark mark) => new RowChecksum(RowKind.Process).Add(mark.Launch).Add(mark.Session)
        .Add(mark.OutOffset).Add(mark.ErrOffset).Add(mark.Memory.Span).Value;
}
