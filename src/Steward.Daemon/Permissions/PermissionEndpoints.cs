using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Sessions;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Protocol;
using Steward.Protocol.Errors;
using Steward.Protocol.Permissions;

namespace Steward.Daemon.Permissions;

internal sealed class PermissionEndpoints(SessionRegistry registry, PermissionDesk desk, RuleDesk rules)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/permissions", Scope.Read, "Lists every question that waits for its owner.", ListAsync)
        {
            Response = static () => WireJson.Default.IReadOnlyListPermissionView,
        },
        new("GET", "/v3/permissions/{request}", Scope.Read, "Shows one question that waits, with the exact bytes that will run.", ShowAsync)
        {
            Response = static () => WireJson.Default.PermissionView,
        },
        new("GET", "/v3/permission-rules", Scope.Owner, "Lists the rules that answer for the owner.", ListRulesAsync)
        {
            Response = static () => WireJson.Default.IReadOnlyListPermissionRuleView,
        },
        new("POST", "/v3/permission-rules", Scope.Owner, "Gives an agent, a session or every agent a rule.", AddRuleAsync)
        {
            Request = static () => WireJson.Default.AddRuleRequest,
            Response = static () => WireJson.Default.PermissionRuleView,
            Status = StatusCodes.Status201Created,
        },
        new("DELETE", "/v3/permission-rules/{rule}", Scope.Owner, "Takes back a rule that was remembered.", RevokeAsync)
        {
            Response = static () => WireJson.Default.PermissionRuleView,
        },
        new("GET", "/v3/sessions/{id}/permissions", Scope.Read, "Lists the questions of one session.", ListOfSessionAsync)
        {
            Response = static () => WireJson.Default.IReadOnlyListPermissionView,
        },
        Resolving("/v3/sessions/{id}/permission-requests/{request}/resolve"),
        Resolving("/v3/sessions/{id}/permissions/{request}"),
    ];

    private Route Resolving(string path) =>
        new("POST", path, Scope.Owner, "Answers a question. The first answer counts; a later one gets 409 with that outcome.", ResolveAsync)
        {
            Request = static () => WireJson.Default.ResolvePermissionRequest,
            Response = static () => WireJson.Default.ResolvePermissionAnswer,
        };

    private Task ListAsync(HttpContext context, RouteValues values) => HttpJson.WriteAsync(
        context, [.. registry.Hosts.SelectMany(host => desk.Open(host.State))], WireJson.Default.IReadOnlyListPermissionView);

    private Task ListOfSessionAsync(HttpContext context, RouteValues values) => HttpJson.WriteAsync(
        context, [.. desk.Open(SessionLookup.State(registry, values["id"]))], WireJson.Default.IReadOnlyListPermissionView);

    private Task ShowAsync(HttpContext context, RouteValues values)
    {
        var host = registry.Hosts.FirstOrDefault(host => host.State.Requests.Exists(open => open.Id.Value == values["request"]));
        var view = host is null ? null : desk.Open(host.State).FirstOrDefault(view => view.RequestId == values["request"]);
        return HttpJson.WriteAsync(context, view ?? throw NotOpen(values["request"]), WireJson.Default.PermissionView);
    }

    private Task ListRulesAsync(HttpContext context, RouteValues values) =>
        HttpJson.WriteAsync(context, [.. rules.All], WireJson.Default.IReadOnlyListPermissionRuleView);

    private async Task AddRuleAsync(HttpContext context, RouteValues values)
    {
        var (request, _) = await HttpJson.ReadAsync(context, WireJson.Default.AddRuleRequest);
        if (request is null)
            throw ApiException.BadRequest("no_rule", "Say the `verdict` (allow, ask or deny) and the `rule`.");
        await HttpJson.WriteAsync(
            context, await rules.AddAsync(request, context.RequestAborted), WireJson.Default.PermissionRuleView, StatusCodes.Status201Created);
    }

    private async Task RevokeAsync(HttpContext context, RouteValues values) =>
        await HttpJson.WriteAsync(context, await rules.RevokeAsync(values["rule"], context.RequestAborted), WireJson.Default.PermissionRuleView);

    private ApiException NotOpen(string request) => desk.OutcomeAmong(registry.List(includeArchived: true), request) is var (state, resolved)
        ? new ApiException(410, new ErrorBody("resolved", "permission", $"The question {resolved.RequestId.Value} was {Words(resolved)}.", false,
            $"steward sessions events {state.Id.ShortId}"))
        : new ApiException(404, new ErrorBody(
            "not_open", "invalid_request", $"No question {request} waits.", false, "How it ended stands in its session's events, as permission.resolved."));

    private static string Words(PermissionResolved resolved)
    {
        var outcome = resolved.Decision switch
        {
            PermissionDecision.Allow => "allowed",
            PermissionDecision.Deny => "denied",
            PermissionDecision.Withdrawn => "taken back",
        };
        return $"{outcome} by {resolved.DecidedBy}{(resolved.Reason is { } reason ? $" ({reason.TrimEnd('.')})" : "")}";
    }

    private async Task ResolveAsync(HttpContext context, RouteValues values)
    {
        var (request, _) = await HttpJson.ReadAsync(context, WireJson.Default.ResolvePermissionRequest);
        if (request is null)
            throw ApiException.BadRequest("no_decision", "`decision` is allow or deny.");
        if (request.RequestId is { } repeated && repeated != values["request"])
            throw ApiException.BadRequest("other_request", "The body names another question than the path.");
        var host = SessionLookup.Host(registry, values["id"]);
        var answer = await desk.ResolveAsync(host, values["request"], request, context.RequestAborted);
        await HttpJson.WriteAsync(context, answer, WireJson.Default.ResolvePermissionAnswer,
            answer.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status200OK);
    }
}
