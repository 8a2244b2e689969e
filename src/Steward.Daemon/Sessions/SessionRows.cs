using System.Text.Json;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions.Stored;
using Steward.Domain.Events;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>Between the rows of the journal and the states of sessions.</summary>
internal static class SessionRows
{
    private const int PageEvents = 1024;
    private const int PageBytes = 4 << 20;

    public static SessionColumns ColumnsOf(SessionState state) => new()
    {
        CreatedAt = state.CreatedAt,
        Live = HasWorkLeft(state) || state is { ParkedBecause: not null } or { LastFailure: not null, End: null },
        // A session that was killed is history: it is listed with the archived ones.
        Archived = state.Archived || state.End == SessionEnd.Killed,
        Deleted = state.End == SessionEnd.Deleted,
    };

    /// <summary>A daemon that comes has something to do for it. A deleted one is forgotten once its process is gone.</summary>
    public static bool HasWorkLeft(SessionState state) =>
        state.IsLive || state.Process is not null || state.Requests.Count > 0 || state.End == SessionEnd.Deleted;

    /// <summary>
    /// The state of a row; where the row is damaged or not understood, the fold of its events, as far as they can be read; and where those do
    /// not add up, what stands in for it. One session must not keep all the others from being served.
    /// </summary>
    public static SessionState StateOf(IJournal journal, SessionRow row)
    {
        try
        {
            if (row is { State: { } state, StateDamaged: false }) return SessionJson.Read(state) with { Seq = row.LastSeq };
        }
        catch (JsonException)
        {
            // Its events are left.
        }
        try
        {
            if (Fold(journal, row.Session) is { } folded)
                return folded;
        }
        catch (Exception gap) when (gap is InvalidOperationException or ArgumentException or KeyNotFoundException or JsonException)
        {
            // Some of them are gone, and the rest does not follow from what went before.
        }
        return Remains(journal, row);
    }

    /// <summary>A session whose history has holes: it is listed, read, exported and removed like any other, and waits for its owner's word.</summary>
    private static SessionState Remains(IJournal journal, SessionRow row)
    {
        var created = journal.ReadSession(row.Session, 0, 1, PageBytes) is [var first] && DomainJson.Read(first.Type, first.Body.Span) is SessionCreated known
            ? known
            : new SessionCreated { SessionId = new SessionId(row.Session), Agent = "", Directory = "/", Title = "(damaged)" };
        var state = SessionRules.Apply(null, created, row.Columns.CreatedAt);
        return SessionRules.Apply(state, new SessionParked("Its history is damaged. What is left of it can be read and exported."), row.UpdatedAt) with
        {
            Seq = row.LastSeq,
            Archived = row.Columns.Archived,
            End = row.Columns.Deleted ? SessionEnd.Deleted : null,
        };
    }

    /// <summary>What the events say. A test compares it with the stored state.</summary>
    public static SessionState? Fold(IJournal journal, string session)
    {
        SessionState? state = null;
        var after = 0L;
        for (var page = journal.ReadSession(session, after, PageEvents, PageBytes); page.Count > 0;
             page = journal.ReadSession(session, after, PageEvents, PageBytes))
        {
            foreach (var stored in page)
                state = Applied(state, stored);
            after = page[^1].Seq;
        }
        return state;
    }

    // Compacted and damaged events stand for a range of numbers; kinds of a later version change nothing that this one knows.
    private static SessionState? Applied(SessionState? state, StoredEvent stored) =>
        DomainJson.Read(stored.Type, stored.Body.Span) is { } happened && (state is not null || happened is SessionCreated)
            ? SessionRules.Apply(state, happened, stored.At) with { Seq = stored.Seq }
            : state is null ? null : state with { Seq = stored.Seq };
}
