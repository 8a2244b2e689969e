using Steward.Daemon.Journal.Rows;
using Steward.Daemon.Journal.Writing;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>Writes what was found beside the events, and works out what each session has lost.</summary>
internal sealed class SalvagedTables(Database fresh, WriterStatements sql, FoundRows rows)
{
    public IReadOnlyList<SessionLoss> Write()
    {
        WriteHoles();
        RemovePurged();
        var losses = new List<SessionLoss>();
        foreach (var session in Sessions())
            if (WriteSession(session) is { } loss) losses.Add(loss);
        foreach (var mark in rows.Processes.Values.Where(mark => IsThere(mark.Session))) Run(sql.UpsertProcess, s => ProcessRow.Bind(s, mark));
        foreach (var key in rows.Keys.Values.Where(key => IsThere(key.Session))) Run(sql.InsertKey, s => KeyRow.Bind(s, key));
        return losses;
    }

    private bool IsThere(string session) => !rows.Heads.TryGetValue(session, out var known) || !known.Head.Purged;

    /// <summary>Older versions of a hole are parts of the newer; words that were dropped may have been found in old pages.</summary>
    private void WriteHoles()
    {
        foreach (var session in rows.Holes.Where(hole => IsThere(hole.Session)).GroupBy(hole => hole.Session))
        {
            Hole? merged = null;
            foreach (var hole in session.OrderBy(hole => hole.From).ThenBy(hole => hole.To))
            {
                if (merged is not null && hole.From <= merged.To + 1) merged = hole.To > merged.To ? hole with { From = merged.From } : merged;
                else (merged, _) = (hole, Write(merged));
            }

            Write(merged);
        }
    }

    private bool Write(Hole? hole)
    {
        if (hole is null) return false;
        sql.DropRun.Bind(1, hole.Session).Bind(2, hole.From).Bind(3, hole.To).Run();
        Run(sql.InsertHole, hole.Bind);
        return true;
    }

    private void RemovePurged()
    {
        foreach (var (session, _) in rows.Heads.Where(known => known.Value.Head.Purged))
            foreach (var statement in sql.PurgeSession) statement.Bind(1, session).Run();
    }

    private SortedSet<string> Sessions()
    {
        var sessions = new SortedSet<string>(rows.Heads.Keys, StringComparer.Ordinal);
        using var withEvents = new Statement(fresh.Handle, "SELECT DISTINCT session FROM events");
        while (withEvents.Step()) sessions.Add(withEvents.Text(0));
        sessions.UnionWith(rows.Processes.Values.Select(mark => mark.Session));
        sessions.UnionWith(rows.States.Keys);
        return sessions;
    }

    private SessionLoss? WriteSession(string session)
    {
        var known = rows.Heads.TryGetValue(session, out var found);
        var head = known ? found.Head : new SessionHead { Session = session, LastSeq = 0, CreatedAt = FirstTime(session), UpdatedAt = 0 };
        if (head.Purged)
        {
            Run(sql.UpsertHead, head.Bind);
            return null;
        }

        var lost = Missing(session, head.LastSeq, out var lastSeq);
        // Without a number of its own it shows in the session's replay alone; the stream over all promises no gapless numbers.
        foreach (var range in lost) Run(sql.InsertHole, new Hole(session, range.From, range.To, ToGseq: 0, head.CreatedAt, Lost: true).Bind);
        var state = rows.States.GetValueOrDefault(session);
        // Without the head nobody knows whether this state is the newest; a fold of the events is always right.
        var stateLost = known ? head.StateSeq >= 0 && state?.Seq != head.StateSeq : true;
        if (state is not null && !stateLost) Run(sql.UpsertState, state.Bind);
        Run(sql.UpsertHead, (head with { LastSeq = lastSeq, StateSeq = stateLost ? StateThatIsLost : head.StateSeq }).Bind);
        var endUnknown = !found.Current || lastSeq > head.LastSeq;
        return lost.Count > 0 || stateLost || endUnknown ? new SessionLoss(session, lost, stateLost, endUnknown) : null;
    }

    /// <summary>A sequence that no row of a state has: the session's reader is told that it is lost.</summary>
    private const long StateThatIsLost = 0;

    private long FirstTime(string session)
    {
        using var first = new Statement(fresh.Handle, "SELECT at FROM events WHERE session = ?1 ORDER BY seq LIMIT 1");
        return first.Bind(1, session).Step() ? first.Long(0) : 0;
    }

    private List<SeqRange> Missing(string session, long lastSeq, out long last)
    {
        var missing = new List<SeqRange>();
        last = 0;
        using var present = new Statement(fresh.Handle, """
            SELECT seq, seq FROM events WHERE session = ?1 UNION ALL SELECT from_seq, to_seq FROM holes WHERE session = ?1 ORDER BY 1
            """);
        present.Bind(1, session);
        while (present.Step())
        {
            if (present.Long(0) > last + 1) missing.Add(new SeqRange(last + 1, present.Long(0) - 1));
            last = Math.Max(last, present.Long(1));
        }

        if (lastSeq > last) missing.Add(new SeqRange(last + 1, lastSeq));
        last = Math.Max(last, lastSeq);
        return missing;
    }

    private static void Run(Statement statement, Action<Statement> bind)
    {
        bind(statement);
        statement.Run();
    }
}
