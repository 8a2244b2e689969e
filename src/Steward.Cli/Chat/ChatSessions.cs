using Steward.Cli.Turns;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Chat;

/// <summary>Which session a chat is with. One that was made for it and heard nothing does not stay behind.</summary>
internal sealed class ChatSessions(CommandContext context, StewardClient client, CreateSessionRequest wanted, bool agentChosen)
{
    private string? made;

    public async Task<SessionView> OpenAsync(string? target, CancellationToken stop)
    {
        if (target is not null) return await client.SessionAsync(target, stop);
        var session = await client.CreateSessionAsync(wanted with { RequestId = Guid.NewGuid().ToString("N"), Name = made is null ? wanted.Name : null }, stop);
        if (made is null && !agentChosen) await AgentNotice.SayAsync(client, session.Agent, context, stop);
        made = session.Id;
        return session;
    }

    /// <summary>Whether the agent of a session has commands of its own that begin with a slash.</summary>
    public async Task<bool> HasCommandsAsync(SessionView session, CancellationToken stop) =>
        (await client.AgentsAsync(stop)).Any(agent => agent.Id == session.Agent && agent.Runtime == "claude-code");

    /// <summary>False when nothing of it is left to come back to.</summary>
    public async Task<bool> KeepAsync(SessionView session, bool used, CancellationToken stop)
    {
        if (used || session.Id != made) return true;
        try
        {
            await client.DeleteSessionAsync(session.Id, stop);
            return false;
        }
        catch (DaemonException)
        {
            // It stays, empty: less bad than a chat that cannot be left.
            return true;
        }
    }
}
