using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Api.Security;
using Steward.Daemon.Lifecycle;
using Steward.Daemon.Sessions;
using Steward.Protocol;
using Steward.Protocol.Errors;
using Steward.Protocol.Events;

namespace Steward.Daemon.Events;

/// <summary>The way in for WebSockets, and for the tickets that let one in without a header.</summary>
internal sealed class WebSocketEndpoint(
    SessionRegistry registry, EventStream stream, SocketCommands commands, Tokens tokens, TimeProvider time, DaemonLife life)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/ws", Scope.Read, "Events of one session, or of all, and commands, over a WebSocket.", AcceptAsync)
        {
            ResponseType = "websocket",
            Query = ["sessionId", "afterSeq", "afterGseq", "token", "ticket"],
        },
        new("POST", "/v3/ws-tickets", Scope.Owner, "A ticket that opens one WebSocket once, for those who cannot set a header.", TicketAsync)
        {
            Response = static () => WireJson.Default.TicketAnswer,
            Status = StatusCodes.Status201Created,
        },
    ];

    private async Task AcceptAsync(HttpContext context, RouteValues values)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw ApiException.BadRequest("no_websocket", "This route speaks WebSocket only.");
        var state = HttpJson.QueryText(context, "sessionId") is { } target ? SessionLookup.State(registry, target) : null;
        long? after = (state, HttpJson.QueryNumber(context, state is null ? "afterGseq" : "afterSeq")) switch
        {
            (null, null) => null,
            var (_, cursor) => stream.Cursor(state, cursor ?? 0),
        };
        var scope = context.Items[typeof(Scope)] is Scope known ? known : Scope.Read;
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var connection = new SocketConnection(socket, stream, commands, registry, scope, time);
        await connection.RunAsync(state?.Id.Value, after, life, context.RequestAborted);
    }

    private Task TicketAsync(HttpContext context, RouteValues values) => tokens.NewTicket() is { } ticket
        ? HttpJson.WriteAsync(context, new TicketAnswer(ticket.Ticket, ticket.ExpiresAt), WireJson.Default.TicketAnswer, StatusCodes.Status201Created)
        : throw new ApiException(429, new ErrorBody("too_many_tickets", "rate_limit", "Too many tickets wait to be used.", true));
}
