using System.Text;
using Steward.Daemon.Files;
using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Writing;

/// <summary>
/// One commit: what several requests write together. Numbers and heads are drafts until it is on disk, so that a rollback leaves nothing
/// behind. Used by the writer's thread alone.
/// </summary>
internal sealed class GroupTransaction(Database database, WriterStatements sql, DurableSteps steps, TimeProvider time, long lastGseq)
{
    private const int CachedHeads = 20_000;

    private readonly Dictionary<string, SessionHead> _committed = [];
    private readonly Dictionary<string, SessionHead> _drafts = [];
    private List<StoredEvent> _events = [];
    private long _draftGseq;

    public long LastGseq { get; private set; } = lastGseq;

    public long Now { get; private set; }

    public void Begin()
    {
        IsDurable = false;
        _drafts.Clear();
        _events = [];
        _draftGseq = LastGseq;
        Now = Timestamp.ToMicroseconds(time.GetUtcNow());
        var step = steps.Before(StorageStep.Begin);
        sql.Begin.Run();
        steps.After(step, StorageStep.Begin);
    }

    /// <summary>Answers the events that are now on disk, in order.</summary>
    public IReadOnlyList<StoredEvent> Commit()
    {
        foreach (var head in _drafts.Values)
        {
            head.Bind(sql.UpsertHead);
            sql.UpsertHead.Run();
        }

        var step = steps.Before(StorageStep.Commit);
        sql.Commit.Run();
        if (_committed.Count > CachedHeads) _committed.Clear();
        foreach (var (session, head) in _drafts) _committed[session] = head;
        LastGseq = _draftGseq;
        // Past this point the group is durable whatever happens: a failure here must not be taken for one that rolled back.
        IsDurable = true;
        steps.After(step, StorageStep.Commit);
        return _events;
    }

    /// <summary>The last commit itself has happened, whatever fails after it.</summary>
    public bool IsDurable { get; private set; }

    public void Rollback()
    {
        if (!database.InTransaction) return;
        var step = steps.Before(StorageStep.Rollback);
        sql.Rollback.Run();
        steps.After(step, StorageStep.Rollback);
    }

    public SessionHead Head(string session)
    {
        if (_drafts.TryGetValue(session, out var draft)) return draft;
        if (_committed.TryGetValue(session, out var known)) return known;
        return LoadHead(session) ?? new SessionHead { Session = session, LastSeq = 0, CreatedAt = Now, UpdatedAt = Now, IsNew = true };
    }

    public void Change(SessionHead head) => _drafts[head.Session] = head;

    public List<StoredEvent> Insert(string session, long afterSeq, IReadOnlyList<JournalEvent> events)
    {
        var stored = new List<StoredEvent>(events.Count);
        if (events.Count == 0) return stored;
        var name = Encoding.UTF8.GetBytes(session);
        sql.InsertEvent.BindText(2, name);
        foreach (var appended in events)
        {
            var at = Timestamp.ToMicroseconds(appended.At);
            var whole = new StoredEvent(
                session, ++afterSeq, ++_draftGseq, appended.Type, Timestamp.FromMicroseconds(at), appended.Body);
            sql.Insert(whole, name, at);
            stored.Add(whole);
            _events.Add(whole);
        }

        return stored;
    }

    public StoredKey? FindKey(IdempotencyRecord key)
    {
        sql.FindKey.Bind(1, key.Scope).Bind(2, key.Key);
        try
        {
            return sql.FindKey.Step() ? KeyRow.Read(sql.FindKey) : null;
        }
        finally
        {
            sql.FindKey.Reset();
        }
    }

    public void Store(StoredKey key)
    {
        KeyRow.Bind(sql.InsertKey, key);
        sql.InsertKey.Run();
    }

    public void Store(StateRow state)
    {
        state.Bind(sql.UpsertState);
        sql.UpsertState.Run();
    }

    public void Store(ProcessMark mark)
    {
        if (mark.Removed)
        {
            sql.RemoveProcess.Bind(1, mark.Launch).Run();
            return;
        }

        ProcessRow.Bind(sql.UpsertProcess, mark);
        sql.UpsertProcess.Run();
    }

    public void Purge(string session)
    {
        foreach (var statement in sql.PurgeSession) statement.Bind(1, session).Run();
        Change(Head(session) with { IsNew = false, Purged = true, Deleted = true, Live = false, StateSeq = -1, UpdatedAt = Now });
        KeepLastGseq();
    }

    /// <summary>Answers how many events went.</summary>
    public long Drop(Hole run)
    {
        sql.DropRun.Bind(1, run.Session).Bind(2, run.From).Bind(3, run.To).Run();
        var dropped = database.Scalar("SELECT changes()");
        if (dropped == 0) return 0;
        MergeHole(run);
        return dropped;
    }

    private void MergeHole(Hole run)
    {
        // Only the neighbours can touch it: a run never overlaps a hole.
        sql.TouchingHoles.Bind(1, run.Session).Bind(2, run.From - 1).Bind(3, run.To + 1);
        while (sql.TouchingHoles.Step())
        {
            var hole = Hole.Read(sql.TouchingHoles);
            run = run with { From = Math.Min(run.From, hole.From) };
            if (hole.To > run.To) run = run with { To = hole.To, ToGseq = hole.ToGseq, At = hole.At };
        }

        sql.TouchingHoles.Reset();
        sql.RemoveHoles.Bind(1, run.Session).Bind(2, run.From).Bind(3, run.To).Run();
        run.Bind(sql.InsertHole);
        sql.InsertHole.Run();
    }

    /// <summary>The newest events may be going: their numbers must not be given again.</summary>
    private void KeepLastGseq()
    {
        Fact.Store(database, new Fact(Fact.LastGseq, _draftGseq, ""));
    }

    private SessionHead? LoadHead(string session)
    {
        sql.FindHead.Bind(1, session);
        try
        {
            return sql.FindHead.Step() ? SessionHead.Read(sql.FindHead) : null;
        }
        finally
        {
            sql.FindHead.Reset();
        }
    }
}
