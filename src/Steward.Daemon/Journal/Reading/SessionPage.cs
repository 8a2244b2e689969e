using System.Text;
using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Reading;

/// <summary>
/// One page of one session's events, in order and without a silent gap: between two rows stand the holes that compaction left, and what is
/// then still missing, or fails its checksum, is said to be damaged.
/// </summary>
internal sealed class SessionPage(Reader reader, string session, int max, long maxBytes)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(session);
    private readonly List<StoredEvent> _page = [];
    private readonly Queue<Hole> _holes = [];
    private long _seq;
    private long _damagedFrom;
    private long _gseq;
    private long _at;
    private long _bytes;

    private bool IsFull => _page.Count >= max || _bytes >= maxBytes;

    /// <summary>Something is missing or cannot be believed that no earlier opening has given up.</summary>
    public bool FoundDamage { get; private set; }

    public IReadOnlyList<StoredEvent> Read(long afterSeq)
    {
        _seq = afterSeq = Math.Max(0, afterSeq);
        if (max <= 0 || reader.FindHead(session) is not { Purged: false } head) return [];
        reader.Holes.Bind(1, session).Bind(2, afterSeq).Bind(3, max);
        foreach (var hole in Reader.All(reader.Holes, Hole.Read)) _holes.Enqueue(hole);
        ReadRows(afterSeq);
        if (!IsFull) FillTo(head.LastSeq);
        return _page;
    }

    private void ReadRows(long afterSeq)
    {
        var rows = reader.Events.Bind(1, session).Bind(2, afterSeq).Bind(3, max);
        try
        {
            while (!IsFull && rows.Step()) Take(rows);
        }
        finally
        {
            rows.Reset();
        }
    }

    private void Take(Statement row)
    {
        var seq = row.Long(1);
        // A damaged index may give rows out of order: what is behind us has been said already.
        if (seq <= _seq) return;
        FillTo(seq - 1);
        if (IsFull) return;
        var type = row.Bytes(2);
        var body = row.Bytes(4);
        var (gseq, at) = (row.Long(0), row.Long(3));
        if (RowChecksum.OfEvent(_name, seq, gseq, type, at, body) == row.Long(5))
            Add(new StoredEvent(session, seq, gseq, EventTypeNames.Of(type), Timestamp.FromMicroseconds(at), body.ToArray()), at);
        else
            AddDamage(seq);
    }

    /// <summary>Says what lies between the last event of the page and <paramref name="seq"/>, that one included.</summary>
    private void FillTo(long seq)
    {
        while (_seq < seq && !IsFull)
        {
            while (_holes.TryPeek(out var passed) && passed.To <= _seq) _holes.Dequeue();
            if (!_holes.TryPeek(out var hole) || hole.From > seq) AddDamage(seq);
            else if (hole.From > _seq + 1) AddDamage(hole.From - 1);
            else if (hole.Lost) AddDamaged(hole.To);
            else Add(hole.ToEvent(_seq), hole.At);
        }
    }

    private void Add(StoredEvent stored, long at)
    {
        _page.Add(stored);
        _bytes += stored.Body.Length;
        (_seq, _gseq, _at) = (stored.Seq, stored.Gseq, at);
    }

    private void AddDamage(long to)
    {
        FoundDamage = true;
        AddDamaged(to);
    }

    /// <summary>Neighbours are one range, so that a damaged page of the file does not become hundreds of events.</summary>
    private void AddDamaged(long to)
    {
        if (_page is [.., { Type: JournalEventTypes.Damaged }]) _page.RemoveAt(_page.Count - 1);
        else _damagedFrom = _seq + 1;
        Add(Hole.RangeEvent(JournalEventTypes.Damaged, session, _damagedFrom, to, _gseq, _at), _at);
    }
}
