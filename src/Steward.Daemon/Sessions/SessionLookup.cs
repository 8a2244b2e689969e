using Steward.Daemon.Api;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>From what a caller names (an id, a short id, a name, a pid) to the one session that is meant.</summary>
internal static class SessionLookup
{
    public static SessionState State(SessionRegistry registry, string target) => registry.Resolve(target) switch
    {
        [var only] => only,
        [] => throw ApiException.NotFound($"Session {target}"),
        { Count: var count } => throw ApiException.Conflict("ambiguous", $"{target} means {count} sessions.", "Use the whole id."),
    };

    public static SessionHost Host(SessionRegistry registry, string target) =>
        registry.Find(State(registry, target).Id) ?? throw ApiException.NotFound($"Session {target}");
}
