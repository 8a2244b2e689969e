using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Domain.Agents;
using Steward.Protocol;

namespace Steward.Daemon.Messages;

internal sealed class MessageEndpoints(MessageBox messages)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/messages", Scope.Read, "Lists what agents wrote to their owner, or to the agent that `to` names.", ListAsync)
        {
            Query = ["to", "after"],
            Response = static () => WireJson.Default.IReadOnlyListMessageView,
        },
    ];

    private Task ListAsync(HttpContext context, RouteValues values)
    {
        var to = HttpJson.QueryText(context, "to") ?? AgentTool.Owner;
        return HttpJson.WriteAsync(context, messages.To(to, HttpJson.QueryNumber(context, "after") ?? 0), WireJson.Default.IReadOnlyListMessageView);
    }
}
