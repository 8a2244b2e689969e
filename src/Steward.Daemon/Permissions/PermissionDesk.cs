using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Sessions;
using Steward.Protocol.Errors;
using Steward.Protocol.Permissions;

namespace Steward.Daemon.Permissions;

/// <summary>Where questions are looked at and answered, whoever asks: HTTP, WebSocket, the command line.</summary>
internal sealed class PermissionDesk(IJournal journal, RememberedRules remembered)
{
    private const int PageEvents = 512;
    private const int PageBytes = 4 << 20;
    private const int RecentSessions = 32;
    private const int RecentEvents = 2048;
    private const int ShortestName = 9;

    public IEnumerable<PermissionView> Open(SessionState state) => state.Requests.Select(request => View(state, request)).OfType<PermissionView>();

    public async Task<ResolvePermissionAnswer> ResolveAsync(
        SessionHost host, string requestId, ResolvePermissionRequest request, CancellationToken cancellationToken)
    {
        var state = host.State;
        var open = state.Requests.Find(known => known.Id.Value == requestId);
        var resolve = AnswerReading.Read(requestId, request, open is null ? null : Asked(state, open)?.Question);
        var answer = await host.AskAsync(resolve, null, cancellationToken);
        if (answer.Decision is { Refusal: null } decided)
            return Told(state.Agent, PermissionViews.Of(decided.Events.OfType<PermissionResolved>().First(resolved => resolved.RequestId == resolve.Request), conflict: false), decided);
        if (answer.Decision is { Refusal: not Refusal.RequestUnknown and not Refusal.SessionOver })
            Refusals.ThrowIfRefused(answer);
        return Outcome(host.State, resolved => resolved.RequestId == resolve.Request, since: 0) is { } before
            ? PermissionViews.Of(before, conflict: true)
            : throw new Api.ApiException(404, new ErrorBody("not_found", "invalid_request", $"The question {requestId} is not here.", false, "steward permissions list"));
    }

    /// <summary>How a question ended that is known by its id, or the beginning of it, alone. Somebody who is late is late by little: only what happened last is looked at.</summary>
    public (SessionState State, PermissionResolved Resolved)? OutcomeAmong(IEnumerable<SessionState> sessions, string request)
    {
        if (request.Length < ShortestName)
            return null;
        foreach (var state in sessions.OrderByDescending(static state => state.UpdatedAt).Take(RecentSessions))
            if (Outcome(state, resolved => resolved.RequestId.Value.StartsWith(request, StringComparison.Ordinal), Math.Max(0, state.Seq - RecentEvents)) is { } found)
                return (state, found);
        return null;
    }

    /// <summary>What was to be kept for the agent counts when it is on disk, and not before.</summary>
    private ResolvePermissionAnswer Told(string agent, ResolvePermissionAnswer answer, Decision decided) =>
        decided.Events.OfType<PermissionResolved>().Any(resolved =>
            resolved is { Remembered: { } rule, RememberedFor: RememberScope.Agent } && !remembered.Contains(new RememberedRule(agent, rule)))
            ? answer with { Remembered = null, RememberedFor = null, NotRemembered = "The file of remembered rules cannot be written; see the daemon's log." }
            : answer;

    private PermissionView? View(SessionState state, OpenRequest request) =>
        Asked(state, request) is var (stored, asked) ? PermissionViews.Of(state, stored, asked) : null;

    private (StoredEvent Stored, PermissionRequested Question)? Asked(SessionState state, OpenRequest request) =>
        journal.Find(state.Id.Value, request.Seq) is { } stored && DomainJson.Read(stored.Type, stored.Body.Span) is PermissionRequested asked
            ? (stored, asked)
            : null;

    /// <summary>How a question ended that is not open any more. Late answers are rare, so it is looked for in the journal, from the end.</summary>
    private PermissionResolved? Outcome(SessionState state, Func<PermissionResolved, bool> isMeant, long since)
    {
        for (var upTo = state.Seq; upTo > since; upTo -= PageEvents)
        {
            var after = Math.Max(since, upTo - PageEvents);
            // A page may end early, when its events are large.
            for (IReadOnlyList<StoredEvent> page; after < upTo && (page = journal.ReadSession(state.Id.Value, after, PageEvents, PageBytes)).Count > 0; after = page[^1].Seq)
                if (page.Select(static stored => DomainJson.Read(stored.Type, stored.Body.Span)).OfType<PermissionResolved>().FirstOrDefault(isMeant) is { } found)
                    return found;
        }
        return null;
    }
}
