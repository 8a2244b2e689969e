using Steward.Daemon.Api.Security;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Agents;

/// <summary>How an agent reaches Steward's tools from a program of its own: where the socket is, and who it is there.</summary>
internal sealed class AgentBridge(SessionTokens tokens, string socket)
{
    /// <summary>What of Steward's own files a sandboxed agent needs to reach them: the socket alone, and not the folder that it is in.</summary>
    public IEnumerable<string> Files => [socket];

    public IEnumerable<KeyValuePair<string, string>> EnvironmentOf(SessionId session) =>
        [new("STEWARD_BRIDGE_SOCKET", socket), new("STEWARD_SESSION_TOKEN", tokens.Of(session))];
}
