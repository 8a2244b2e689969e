using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Protocol;
using Steward.Protocol.Agents;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Agents;

internal sealed class AgentEndpoints(AgentDirectory agents, AgentViews views, AgentRegister register)
{
    public IEnumerable<Route> Routes =>
    [
        Listing("/v3/agents"), Listing("/agents"),
        new("POST", "/v3/agents", Scope.Owner, "Registers an agent: writes it into config.json, and makes its home.", RegisterAsync)
        {
            Request = static () => WireJson.Default.RegisterAgentRequest,
            Response = static () => WireJson.Default.RegisterAgentAnswer,
            Status = StatusCodes.Status201Created,
        },
        new("GET", "/v3/agents/{agent}", Scope.Read, "Shows one agent.", ShowAsync) { Response = static () => WireJson.Default.AgentView },
        new("DELETE", "/v3/agents/{agent}", Scope.Owner, "Takes an agent out of config.json and archives its home; nothing is deleted.", UnregisterAsync)
        {
            Response = static () => WireJson.Default.UnregisterAgentAnswer,
            Query = ["force"],
        },
    ];

    private Route Listing(string path) => new("GET", path, Scope.Read, "Lists the agents, and how much each has to do.", ListAsync)
    {
        Response = static () => WireJson.Default.IReadOnlyListAgentView,
    };

    private Task ListAsync(HttpContext context, RouteValues values) =>
        HttpJson.WriteAsync(context, views.Of(agents.All), WireJson.Default.IReadOnlyListAgentView);

    private Task ShowAsync(HttpContext context, RouteValues values)
    {
        var agent = agents.Find(values["agent"])
            ?? throw new ApiException(404, new ErrorBody("no_such_agent", "invalid_request", $"There is no agent {values["agent"]}.", false, "steward agent list shows all."));
        return HttpJson.WriteAsync(context, views.Of(agent), WireJson.Default.AgentView);
    }

    private async Task RegisterAsync(HttpContext context, RouteValues values)
    {
        var (request, _) = await HttpJson.ReadAsync(context, WireJson.Default.RegisterAgentRequest);
        if (request is null)
            throw ApiException.BadRequest("no_agent", "Name the agent: `id`.");
        // Files are written and synced.
        var (agent, isNew, restored) = await Task.Run(() => register.Register(request), context.RequestAborted);
        await HttpJson.WriteAsync(context, new RegisterAgentAnswer(views.Of(agent), isNew) { Restored = restored }, WireJson.Default.RegisterAgentAnswer,
            isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task UnregisterAsync(HttpContext context, RouteValues values)
    {
        var force = HttpJson.QueryFlag(context, "force");
        var answer = await Task.Run(() => register.UnregisterAsync(values["agent"], force, context.RequestAborted), context.RequestAborted);
        await HttpJson.WriteAsync(context, answer, WireJson.Default.UnregisterAgentAnswer);
    }
}
