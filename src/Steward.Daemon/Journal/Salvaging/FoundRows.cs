using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>
/// Sorts what is found by kind and keeps what its checksum proves. Events go straight into the new database; the rest is small and waits
/// until the newest version of each row is known.
/// </summary>
internal sealed class FoundRows(Action<StoredEvent, long> keepEvent)
{
    public Dictionary<string, (SessionHead Head, bool Current)> Heads { get; } = [];

    public Dictionary<string, StateRow> States { get; } = [];

    public Dictionary<string, ProcessMark> Processes { get; } = [];

    public Dictionary<(string Scope, string Key), StoredKey> Keys { get; } = [];

    public HashSet<Hole> Holes { get; } = [];

    public long LastGseq { get; private set; }

    /// <summary>False when the record is no row of ours, or a damaged one.</summary>
    public bool Take(FoundCell cell, bool current)
    {
        if (FoundRow.Parse(cell.Record) is not { } row) return false;
        try
        {
            return row.Count switch
            {
                10 => TakeHead(SessionHead.Read(row), current),
                7 when cell.RowId != 0 => TakeEvent(cell.RowId, row),
                7 => row.IsNumber(1) ? TakeHole(Hole.Read(row)) : TakeKey(KeyRow.Read(row)),
                6 => TakeProcess(ProcessRow.Read(row), current),
                4 => TakeState(row) || TakeFact(row),
                // The indexes and the list of tables: made anew, so not needed.
                2 or 3 or 5 => true,
                _ => false,
            };
        }
        catch (JournalDamagedException)
        {
            // The checksum says no: exactly what is asked here.
            return false;
        }
    }

    private bool TakeEvent(long gseq, FoundRow row)
    {
        var (seq, at) = (row.Long(2), row.Long(4));
        var type = row.Bytes(3);
        var body = row.Bytes(5);
        if (RowChecksum.OfEvent(row.Bytes(1), seq, gseq, type, at, body) != row.Long(6)) return false;
        LastGseq = Math.Max(LastGseq, gseq);
        keepEvent(new StoredEvent(row.Text(1), seq, gseq, row.Text(3), Timestamp.FromMicroseconds(at), body.ToArray()), at);
        return true;
    }

    private bool TakeHead(SessionHead head, bool current)
    {
        if (!Heads.TryGetValue(head.Session, out var known) || IsNewer(head, known.Head)) Heads[head.Session] = (head, current);
        return true;
    }

    /// <summary>A tombstone is for good, whatever older versions of the row are found after it.</summary>
    private static bool IsNewer(SessionHead head, SessionHead known)
    {
        if (head.Purged != known.Purged) return head.Purged;
        return (head.LastSeq, head.UpdatedAt).CompareTo((known.LastSeq, known.UpdatedAt)) > 0;
    }

    private bool TakeState(FoundRow row)
    {
        if (StateRow.Read(row) is not { } state) return false;
        if (!States.TryGetValue(state.Session, out var known) || state.Seq > known.Seq) States[state.Session] = state;
        return true;
    }

    /// <summary>Only the current version: an older one would have output read twice, or bring a removed process back.</summary>
    private bool TakeProcess(ProcessMark mark, bool current)
    {
        if (current) Processes[mark.Launch] = mark;
        return true;
    }

    private bool TakeKey(StoredKey stored)
    {
        Keys[(stored.Record.Scope, stored.Record.Key)] = stored;
        return true;
    }

    /// <summary>What was lost before is missing again, and so is found again by itself.</summary>
    private bool TakeHole(Hole hole)
    {
        if (!hole.Lost) Holes.Add(hole);
        return true;
    }

    private bool TakeFact(FoundRow row)
    {
        var fact = Fact.Read(row);
        if (fact.Name == Fact.LastGseq) LastGseq = Math.Max(LastGseq, fact.Value);
        return true;
    }
}
