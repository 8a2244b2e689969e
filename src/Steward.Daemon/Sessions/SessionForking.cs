using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Agents;
using Steward.Daemon.Api;
using Steward.Daemon.Journal;
using Steward.Domain.Events;
using Steward.Domain.Sessions;
using Steward.Protocol;
using Steward.Protocol.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>A new session that begins with the conversation of another, which stays as it is.</summary>
internal sealed class SessionForking(SessionRegistry registry, IJournal journal, AgentDirectory agents, SessionViews views)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/v3/sessions/{id}/fork", Scope.Owner, "Makes a session that begins with the conversation of this one.", ForkAsync)
        {
            Request = static () => WireJson.Default.ForkRequest,
            Response = static () => WireJson.Default.SessionView,
            Status = StatusCodes.Status201Created,
        },
    ];

    private async Task ForkAsync(HttpContext context, RouteValues values)
    {
        var (request, bytes) = await HttpJson.ReadAsync(context, WireJson.Default.ForkRequest);
        var origin = SessionLookup.State(registry, values["id"]);
        var keyScope = $"forks/{origin.Id}";
        if (registry.AnswerTo(keyScope, Claims.KeyOf(context, request?.RequestId)) is { } answered)
        {
            await Claims.RepeatAsync(context, answered, bytes);
            return;
        }
        var created = Plan(origin, request ?? new ForkRequest());
        var claim = Claims.Of(context, request?.RequestId, keyScope, bytes, StatusCodes.Status201Created,
            decision => JsonSerializer.SerializeToUtf8Bytes(views.Of(decision.State), WireJson.Default.SessionView));
        var answer = await registry.CreateAsync(created, claim, context.RequestAborted);
        if (answer.Before is { } before)
            await Claims.RepeatAsync(context, before, bytes);
        else
            await HttpJson.WriteAsync(context, views.Of(answer.Decision!.State), WireJson.Default.SessionView, StatusCodes.Status201Created);
    }

    private SessionCreated Plan(SessionState origin, ForkRequest request)
    {
        if (agents.Find(origin.Agent) is not { Runtime.Capabilities.CanFork: true })
            throw ApiException.Conflict("cannot_fork", $"The agent {origin.Agent} cannot begin with the conversation of another session.", "Begin a new session with `steward do`.");
        if (origin.Conversation is not { } conversation)
            throw ApiException.Conflict("nothing_to_fork", "Nothing was said in this session yet.", "Begin a new session with `steward do`.");
        var additions = SessionAdditions.Of(journal, origin.Id);
        return new SessionCreated
        {
            SessionId = SessionId.From(new Guid(RandomNumberGenerator.GetBytes(16))),
            ForkOf = new SessionFork(origin.Id, conversation),
            Agent = origin.Agent,
            // A working copy belongs to its session, and may go with it.
            Directory = origin.Worktree?.Source ?? origin.Directory,
            Sandbox = origin.Sandbox,
            Attended = origin.Attended,
            Title = SessionCreation.Shorten(request.Title) ?? origin.Title,
            Name = request.Name is { } wanted ? SessionCreation.RequireName(wanted) : null,
            Metadata = origin.Metadata,
            Limits = origin.Limits,
            Model = origin.Choices.Model,
            PermissionMode = origin.Choices.PermissionMode,
            SystemPrompt = additions.SystemPrompt,
            Directories = additions.Directories,
            SearchPath = origin.SearchPath,
        };
    }
}
