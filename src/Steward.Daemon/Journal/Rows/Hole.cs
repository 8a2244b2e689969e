using System.Globalization;
using System.Text;

namespace Steward.Daemon.Journal.Rows;

/// <summary>
/// Events of one session that are not there, with the number and the time of the last of them: dropped by policy, or lost to damage that an
/// earlier opening has found and said.
/// </summary>
internal sealed record Hole(string Session, long From, long To, long ToGseq, long At, bool Lost = false)
{
    // The primary key's columns come first in a table without row ids.
    public const string Columns = "session, to_seq, from_seq, to_gseq, at, lost, crc";

    public long Checksum => new RowChecksum(RowKind.Hole).Add(Session).Add(To).Add(From).Add(ToGseq).Add(At).Add(Lost).Value;

    public static Hole Read(IColumns row)
    {
        var hole = new Hole(row.Text(0), row.Long(2), row.Long(1), row.Long(3), row.Long(4), row.Flag(5));
        RowDamage.Require(hole.Checksum == row.Long(6), "a hole");
        return hole;
    }

    public void Bind(Statement statement) => statement
        .Bind(1, Session).Bind(2, To).Bind(3, From).Bind(4, ToGseq).Bind(5, At).Bind(6, Lost).Bind(7, Checksum);

    public StoredEvent ToEvent(long afterSeq) =>
        RangeEvent(Lost ? JournalEventTypes.Damaged : JournalEventTypes.Compacted, Session, Math.Max(From, afterSeq + 1), To, ToGseq, At);

    public static StoredEvent RangeEvent(string type, string session, long from, long to, long gseq, long at) => new(
        session, to, gseq, type, Timestamp.FromMicroseconds(at),
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"fromSeq\":{from},\"toSeq\":{to}}}")));
}
