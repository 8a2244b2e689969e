using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Steward.Daemon.Configuration;
using Steward.Domain.Sessions;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Api.Security;

/// <summary>Decides what a request may do, before its body is read: by the kernel's word of its peer, and by the token that it shows.</summary>
internal sealed class Gatekeeper(
    HostAndOrigin address, Tokens tokens, SessionTokens sessions, AgentProcesses agents, Func<Settings> settings)
{
    private const string WebSocketPath = "/v3/ws";
    private const string OpenPath = "/agents";
    private const string BearerPrefix = "Bearer ";

    private static readonly ErrorBody Refused = new("refused", "security", "This request is not for this daemon.", false);
    private static readonly ErrorBody TokenInUrl =
        new("token_in_url", "security", "A token does not belong in a URL.", false, "Send it as Authorization: Bearer.");

    public bool Admits(HttpContext context, out Scope scope, out (int Status, ErrorBody Error) refusal)
    {
        scope = Scope.Nobody;
        refusal = default;
        var peer = context.Features.Get<Peer>() ?? new Peer { OverUnixSocket = false };
        if (!peer.OverUnixSocket && address.Refuses(context) is { } status)
        {
            refusal = (status, Refused);
            return false;
        }
        var isSocket = context.Request.Path == WebSocketPath;
        if (context.Request.Query.ContainsKey("token") && !isSocket)
        {
            refusal = (StatusCodes.Status400BadRequest, TokenInUrl);
            return false;
        }
        scope = ScopeOf(context, peer, isSocket);
        peer.LetIn |= scope != Scope.Nobody;
        return true;
    }

    private Scope ScopeOf(HttpContext context, Peer peer, bool isSocket)
    {
        if (peer.OverBridge)
            return BearerOf(context) is { } shown && sessions.SessionOf(shown) is { } session ? ForSession(context, session) : Scope.Nobody;
        var owner = peer.OverUnixSocket || ShowsToken(context, isSocket);
        if (owner)
            return agents.IsAgent(peer) ? Scope.Agent : Scope.Owner;
        var mayReadOpenly = settings().OpenLoopback && context.Request.Path == OpenPath && HttpMethods.IsGet(context.Request.Method)
            && !agents.IsAgent(peer);
        return mayReadOpenly ? Scope.Read : Scope.Nobody;
    }

    private static Scope ForSession(HttpContext context, SessionId session)
    {
        context.Items[typeof(SessionId)] = session;
        return Scope.Session;
    }

    private static string? BearerOf(HttpContext context) =>
        context.Request.Headers[HeaderNames.Authorization] is [{ } header] && header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? header[BearerPrefix.Length..].Trim()
            : null;

    private bool ShowsToken(HttpContext context, bool isSocket)
    {
        if (BearerOf(context) is { } shown)
            return tokens.Accepts(shown);
        if (!isSocket || context.Request.Headers[HeaderNames.Authorization].Count > 0)
            return false;
        var query = context.Request.Query;
        return (query["token"] is [{ } token] && tokens.Accepts(token)) || (query["ticket"] is [{ } ticket] && tokens.Redeem(ticket));
    }
}
