using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Domain.Sessions;
using Steward.Protocol;
using Steward.Protocol.Sessions;

namespace Steward.Daemon.Sessions;

internal sealed class SessionEndpoints(SessionRegistry registry, SessionCreation creation, SessionChoiceDesk choices, SessionViews views)
{
    // A process that is asked to end is forced to after ten seconds.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/sessions", Scope.Read, "Lists sessions, those that need their owner first.", ListAsync)
        {
            Response = static () => WireJson.Default.IReadOnlyListSessionView,
            Query = ["archived"],
        },
        new("POST", "/v3/sessions", Scope.Owner, "Makes a session.", creation.CreateAsync)
        {
            Request = static () => WireJson.Default.CreateSessionRequest,
            Response = static () => WireJson.Default.SessionView,
            Status = StatusCodes.Status201Created,
        },
        new("GET", "/v3/sessions/{id}", Scope.Read, "Shows a session.", ShowAsync) { Response = static () => WireJson.Default.SessionView },
        new("PATCH", "/v3/sessions/{id}", Scope.Owner, "Renames or archives a session, or chooses its model and permission mode.", UpdateAsync)
        {
            Request = static () => WireJson.Default.UpdateSessionRequest,
            Response = static () => WireJson.Default.SessionView,
        },
        new("DELETE", "/v3/sessions/{id}", Scope.Owner, "Ends a session and forgets it with all its events.", DeleteAsync)
        {
            Response = static () => WireJson.Default.KillAnswer,
        },
        new("POST", "/v3/sessions/{id}/kill", Scope.Owner, "Ends a session for good; its history stays.", KillAsync)
        {
            Response = static () => WireJson.Default.KillAnswer,
        },
    ];

    private Task ListAsync(HttpContext context, RouteValues values)
    {
        var archived = HttpJson.QueryFlag(context, "archived");
        IReadOnlyList<SessionView> sessions = [.. SessionViews.ByUrgency(registry.List(archived)).Select(views.Of)];
        return HttpJson.WriteAsync(context, sessions, WireJson.Default.IReadOnlyListSessionView);
    }

    private Task ShowAsync(HttpContext context, RouteValues values) =>
        HttpJson.WriteAsync(context, views.Of(SessionLookup.State(registry, values["id"])), WireJson.Default.SessionView);

    private async Task UpdateAsync(HttpContext context, RouteValues values)
    {
        var (request, _) = await HttpJson.ReadAsync(context, WireJson.Default.UpdateSessionRequest);
        if (request is null or { Title: null, Name: null, Archived: null, Model: null, PermissionMode: null })
            throw ApiException.BadRequest("no_change", "Name what changes: `title`, `name`, `archived`, `model` or `permissionMode`.");
        var host = SessionLookup.Host(registry, values["id"]);
        if (request.Name is { } name && registry.Resolve(SessionCreation.RequireName(name)).Any(other => other.Id != host.Id && other.End is null))
            throw new NameTakenException(name);
        var chosen = choices.Check(host.State.Agent, request.Model, request.PermissionMode);
        var update = new UpdateSession(SessionCreation.Shorten(request.Title), request.Name, request.Archived)
        {
            Model = chosen.Model,
            PermissionMode = chosen.PermissionMode,
        };
        var decision = Refusals.ThrowIfRefused(await host.AskAsync(update, null, context.RequestAborted));
        await choices.SettleAsync(host, decision, context.RequestAborted);
        await HttpJson.WriteAsync(context, views.Of(host.State), WireJson.Default.SessionView);
    }

    private async Task KillAsync(HttpContext context, RouteValues values)
    {
        var host = SessionLookup.Host(registry, values["id"]);
        var answer = await host.AskAsync(new EndSession(SessionEnd.Killed), null, context.RequestAborted);
        await HttpJson.WriteAsync(context, await AnswerAsync(host, answer.Decision?.Affected > 0, context), WireJson.Default.KillAnswer);
    }

    private async Task DeleteAsync(HttpContext context, RouteValues values)
    {
        var host = SessionLookup.Host(registry, values["id"]);
        await host.AskAsync(new EndSession(SessionEnd.Deleted), null, context.RequestAborted);
        try
        {
            await host.Forgotten.WaitAsync(EndLimit, context.RequestAborted);
        }
        catch (TimeoutException)
        {
            // Its process does not end. The session is hidden already, and its rows go once the process has gone.
        }
        await HttpJson.WriteAsync(context, await AnswerAsync(host, true, context), WireJson.Default.KillAnswer);
    }

    /// <summary>Says what became of the working copy, which is seen to once nothing works in it any more.</summary>
    private static async Task<KillAnswer> AnswerAsync(SessionHost host, bool killed, HttpContext context)
    {
        if (host.State.Worktree is null)
            return new KillAnswer(killed);
        try
        {
            var end = await host.Worktree.Tidied.WaitAsync(EndLimit, context.RequestAborted);
            return new KillAnswer(killed, SessionViews.WorktreeOf(host.State), end?.KeptBecause);
        }
        catch (TimeoutException)
        {
            return new KillAnswer(killed, SessionViews.WorktreeOf(host.State), "its process has not ended yet");
        }
    }
}
