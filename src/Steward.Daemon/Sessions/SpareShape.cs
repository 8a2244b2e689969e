using Steward.Domain.Events;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>What a session is asked to be, as far as its process depends on it.</summary>
internal sealed record SpareShape(string Agent, string Directory, string? SearchPath, bool Sandbox, bool Attended, string? Model, string? PermissionMode)
{
    public static SpareShape Of(SessionCreated session) => new(
        session.Agent, session.Directory, session.SearchPath, session.Sandbox, session.Attended, session.Model, session.PermissionMode);

    /// <summary>The session that such a process would serve.</summary>
    public SessionState StateOf(SessionId id, DateTimeOffset now) => SessionRules.Create(
        new SessionCreated
        {
            SessionId = id,
            Agent = Agent,
            Directory = Directory,
            SearchPath = SearchPath,
            Sandbox = Sandbox,
            Attended = Attended,
            Model = Model,
            PermissionMode = PermissionMode,
        },
        now).State;
}
