using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Sessions;

/// <summary>Which session a command is about when its target may be left out.</summary>
internal static class SessionTarget
{
    /// <summary>The named one, or the only live one; null after the candidates have been listed.</summary>
    public static async Task<SessionView?> FindAsync(string? target, StewardClient client, CommandContext context, string verb, CancellationToken stop)
    {
        if (target is not null) return await client.SessionAsync(target, stop);
        var sessions = await client.SessionsAsync(stop: stop);
        var live = sessions.Where(IsLive).ToList();
        if (live is [var only]) return only;
        Candidates(live.Count > 0 ? live : sessions, context, verb);
        return null;
    }

    public static bool IsLive(SessionView session) =>
        session.Pid is not null || session.QueuedTurns > 0 || session.Status is not ("idle" or "parked" or "killed");

    public static void Candidates(IReadOnlyList<SessionView> sessions, CommandContext context, string verb)
    {
        context.Terminal.Error.WriteLine(sessions.Count == 0 ? "There are no sessions." : $"Which one? steward {verb} <target>");
        if (sessions.Count > 0) SessionTable.Write(sessions, context);
        else context.Terminal.Error.WriteLine("fix: steward bg \"…\" starts one");
    }
}
