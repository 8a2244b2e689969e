using System.Globalization;
using System.Text;
using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Reading;

/// <summary>One page of all sessions' events in the order of their commits. A hole stands where its last event stood.</summary>
internal sealed class GlobalPage(Reader reader, long afterGseq, int max, long maxBytes)
{
    private readonly List<StoredEvent> _page = [];
    private readonly Queue<Hole> _holes = [];
    private long _bytes;

    private bool IsFull => _page.Count >= max || _bytes >= maxBytes;

    public bool FoundDamage { get; private set; }

    public IReadOnlyList<StoredEvent> Read()
    {
        if (max <= 0) return [];
        reader.HolesByGseq.Bind(1, afterGseq).Bind(2, long.MaxValue).Bind(3, max);
        foreach (var hole in Reader.All(reader.HolesByGseq, Hole.Read)) _holes.Enqueue(hole);
        var rows = reader.AllEvents.Bind(1, afterGseq).Bind(2, max);
        try
        {
            while (!IsFull && rows.Step()) Take(rows);
        }
        finally
        {
            rows.Reset();
        }

        AddHolesBefore(long.MaxValue);
        return _page;
    }

    private void Take(Statement row)
    {
        var gseq = row.Long(0);
        AddHolesBefore(gseq);
        if (IsFull) return;
        var (seq, at) = (row.Long(1), row.Long(3));
        var type = row.Bytes(2);
        var body = row.Bytes(4);
        var session = row.Bytes(6);
        if (RowChecksum.OfEvent(session, seq, gseq, type, at, body) == row.Long(5))
            Add(new StoredEvent(
                Encoding.UTF8.GetString(session), seq, gseq, EventTypeNames.Of(type), Timestamp.FromMicroseconds(at), body.ToArray()));
        else
            AddDamage(gseq);
    }

    private void AddHolesBefore(long gseq)
    {
        while (!IsFull && _holes.TryPeek(out var hole) && hole.ToGseq < gseq) Add(_holes.Dequeue().ToEvent(afterSeq: 0));
    }

    /// <summary>Which session it belonged to is as doubtful as the rest of the row; that session's own replay says it exactly.</summary>
    private void AddDamage(long gseq)
    {
        FoundDamage = true;
        var body = string.Create(CultureInfo.InvariantCulture, $"{{\"fromGseq\":{gseq},\"toGseq\":{gseq}}}");
        Add(new StoredEvent("", 0, gseq, JournalEventTypes.Damaged, DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes(body)));
    }

    private void Add(StoredEvent stored)
    {
        _page.Add(stored);
        _bytes += stored.Body.Length;
    }
}
