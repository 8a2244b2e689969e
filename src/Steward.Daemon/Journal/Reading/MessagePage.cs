using System.Text;
using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Reading;

/// <summary>One page of the messages of agents, found by an index of their own.</summary>
internal static class MessagePage
{
    public static IReadOnlyList<StoredEvent> Read(Reader reader, long afterGseq, int max) =>
        [.. Reader.All(reader.Messages.Bind(1, afterGseq).Bind(2, max), Message).OfType<StoredEvent>()];

    private static StoredEvent? Message(Statement row)
    {
        var (gseq, seq, at) = (row.Long(0), row.Long(1), row.Long(3));
        var type = row.Bytes(2);
        var body = row.Bytes(4);
        var session = row.Bytes(6);
        return RowChecksum.OfEvent(session, seq, gseq, type, at, body) == row.Long(5)
            ? new StoredEvent(Encoding.UTF8.GetString(session), seq, gseq, EventTypeNames.Of(type), Timestamp.FromMicroseconds(at), body.ToArray())
            : null;
    }
}
