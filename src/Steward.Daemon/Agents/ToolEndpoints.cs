using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Sessions;
using Steward.Protocol;
using Steward.Protocol.Agents;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Agents;

/// <summary>The same tools for agents that cannot reach them over their pipes: over the agents' own socket, with the token of their session.</summary>
internal sealed class ToolEndpoints(SessionRegistry sessions, AgentDirectory agents, AgentToolbox toolbox)
{
    private static readonly ErrorBody NoSession = new(
        "no_session", "auth", "These tools are a session's own.", false, "Use bridge.sock with the session's token (STEWARD_SESSION_TOKEN).");

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/bridge/tools", Scope.Session, "Lists the tools of the session whose token is shown.", ListAsync)
        {
            Response = static () => WireJson.Default.IReadOnlyListToolView,
        },
        new("POST", "/v3/bridge/tools/{tool}", Scope.Session, "Uses a tool; the body is what it takes.", CallAsync)
        {
            Request = static () => WireJson.Default.JsonElement,
            Response = static () => WireJson.Default.ToolAnswer,
        },
    ];

    private Task ListAsync(HttpContext context, RouteValues values) =>
        HttpJson.WriteAsync(context, [.. agents.ToolsOf(CallerOf(context).State.Agent).Select(View)], WireJson.Default.IReadOnlyListToolView);

    private async Task CallAsync(HttpContext context, RouteValues values)
    {
        var host = CallerOf(context);
        var body = await RequestBody.ReadAsync(context);
        var caller = new ToolCaller(host.State, $"{host.Id}/{Claims.KeyOf(context, null) ?? Guid.NewGuid().ToString("N")}");
        var input = body.Length == 0 ? RawJson.EmptyObject : new RawJson(Encoding.UTF8.GetString(body.Span));
        var outcome = await toolbox.CallAsync(caller, values["tool"], input, context.RequestAborted);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new ToolAnswer(outcome.Ok, outcome.Text), WireJson.Default.ToolAnswer);
        if (outcome.Act is { } act && await BeforeAsync(context, host, act, body, bytes) is { } before)
            await Claims.RepeatAsync(context, before, body);
        else
            await HttpJson.WriteBytesAsync(context, bytes, StatusCodes.Status200OK);
    }

    /// <summary>Writes down what the tool did, or gives the answer that the same request had before.</summary>
    private static async Task<IdempotencyRecord?> BeforeAsync(
        HttpContext context, SessionHost host, AgentAct act, ReadOnlyMemory<byte> body, byte[] answer)
    {
        var claim = Claims.Of(context, null, $"tools/{host.Id}", body, StatusCodes.Status200OK, _ => answer);
        var written = await host.AskAsync(new ActForAgent(act), claim, context.RequestAborted);
        if (written.Before is null)
            Refusals.ThrowIfRefused(written);
        return written.Before;
    }

    private SessionHost CallerOf(HttpContext context) =>
        context.Items[typeof(SessionId)] is SessionId id && sessions.Find(id) is { State.End: null } host
            ? host
            : throw new ApiException(StatusCodes.Status403Forbidden, NoSession);

    private static ToolView View(AgentTool tool)
    {
        using var schema = JsonDocument.Parse(tool.InputSchema);
        return new ToolView(tool.Name, tool.Description, schema.RootElement.Clone());
    }
}
