using System.Collections.Immutable;
using Steward.Daemon.Agents;
using Steward.Daemon.Api;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Domain.Events;
using Steward.Domain.Sessions;
using Steward.Protocol.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>
/// What one session adds to how its agent is set up. It stands in the event that made the session and is looked up there when a process is started:
/// in the state it would be written again with each commit.
/// </summary>
internal sealed record SessionAdditions(string? SystemPrompt, ImmutableList<string> Directories)
{
    private const int LongestPrompt = 32 << 10;
    private const int MostFolders = 16;

    public static SessionAdditions None { get; } = new(null, []);

    public bool IsEmpty => SystemPrompt is null && Directories.Count == 0;

    public static SessionAdditions Of(IJournal journal, SessionId session) =>
        journal.Find(session.Value, 1) is { } stored && DomainJson.Read(stored.Type, stored.Body.Span) is SessionCreated created
            ? new SessionAdditions(created.SystemPrompt, created.Directories)
            : None;

    public static SessionAdditions Of(CreateSessionRequest request, KnownAgent agent)
    {
        var asked = new SessionAdditions(string.IsNullOrWhiteSpace(request.SystemPrompt) ? null : request.SystemPrompt, [.. request.Directories ?? []]);
        if (asked.IsEmpty)
            return None;
        if (!agent.Runtime.Capabilities.TakesChoices)
            throw ApiException.Conflict("no_choices", $"The agent {agent.Settings.Name} takes no system prompt and no folders beside its own.",
                "Leave them out, or use an agent of the runtime claude-code.");
        if (asked.SystemPrompt is { Length: > LongestPrompt })
            throw ApiException.BadRequest("bad_system_prompt", $"A session's own system prompt has at most {LongestPrompt} characters.", "Put it into a file of the workspace, and name that.");
        if (asked.Directories.Count > MostFolders)
            throw ApiException.BadRequest("bad_directory", $"A session has at most {MostFolders} folders beside its own.");
        return asked with { Directories = [.. asked.Directories.Select(SessionCreation.RequireFolder).Distinct()] };
    }
}
