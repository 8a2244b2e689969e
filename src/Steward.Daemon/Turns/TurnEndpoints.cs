using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Sessions;
using Steward.Domain.Sessions;
using Steward.Protocol;
using Steward.Protocol.Turns;

namespace Steward.Daemon.Turns;

internal sealed class TurnEndpoints(SessionRegistry registry, TurnCommands commands)
{
    public IEnumerable<Route> Routes =>
    [
        new("POST", "/v3/sessions/{id}/turns", Scope.Owner, "Sends a message; it is answered once it is on disk.", SubmitAsync)
        {
            Request = static () => WireJson.Default.SubmitTurnRequest,
            Response = static () => WireJson.Default.SubmitTurnAnswer,
            Status = StatusCodes.Status202Accepted,
        },
        new("POST", "/v3/sessions/{id}/steer", Scope.Owner, "Sends a message into the turn that runs.", SteerAsync)
        {
            Request = static () => WireJson.Default.SteerRequest,
            Response = static () => WireJson.Default.SteerAnswer,
            Status = StatusCodes.Status202Accepted,
        },
        new("POST", "/v3/sessions/{id}/cancel", Scope.Owner, "Stops a turn, or everything that runs and waits.", CancelAsync)
        {
            Request = static () => WireJson.Default.CancelRequest,
            Response = static () => WireJson.Default.CancelAnswer,
        },
    ];

    private async Task SubmitAsync(HttpContext context, RouteValues values)
    {
        var (request, bytes) = await HttpJson.ReadAsync(context, WireJson.Default.SubmitTurnRequest);
        if (request is null)
            throw ApiException.BadRequest("no_content", "A turn needs `content`.");
        var host = SessionLookup.Host(registry, values["id"]);
        var keyScope = $"turns/{host.Id}";
        if (registry.AnswerTo(keyScope, Claims.KeyOf(context, request.RequestId)) is { } answered)
        {
            await Claims.RepeatAsync(context, answered, bytes);
            return;
        }
        var submit = commands.Submission(host, request);
        var claim = Claims.Of(context, request.RequestId, keyScope, bytes, StatusCodes.Status202Accepted,
            decision => JsonSerializer.SerializeToUtf8Bytes(TurnCommands.AnswerOf(decision, submit.Turn), WireJson.Default.SubmitTurnAnswer));
        var answer = await host.AskAsync(submit, claim, context.RequestAborted);
        if (answer.Before is { } before)
            await Claims.RepeatAsync(context, before, bytes);
        else
            await HttpJson.WriteAsync(context, TurnCommands.AnswerOf(Refusals.ThrowIfRefused(answer), submit.Turn),
                WireJson.Default.SubmitTurnAnswer, StatusCodes.Status202Accepted);
    }

    private async Task SteerAsync(HttpContext context, RouteValues values)
    {
        var (request, bytes) = await HttpJson.ReadAsync(context, WireJson.Default.SteerRequest);
        if (request is null)
            throw ApiException.BadRequest("no_content", "A message needs `content`.");
        var host = SessionLookup.Host(registry, values["id"]);
        var keyScope = $"steers/{host.Id}";
        if (registry.AnswerTo(keyScope, Claims.KeyOf(context, request.RequestId)) is { } answered)
        {
            await Claims.RepeatAsync(context, answered, bytes);
            return;
        }
        var steer = commands.Steering(host, request);
        var claim = Claims.Of(context, request.RequestId, keyScope, bytes, StatusCodes.Status202Accepted,
            static decision => JsonSerializer.SerializeToUtf8Bytes(TurnCommands.AnswerOf(decision), WireJson.Default.SteerAnswer));
        var answer = await host.AskAsync(steer, claim, context.RequestAborted);
        if (answer.Before is { } before)
            await Claims.RepeatAsync(context, before, bytes);
        else
            await HttpJson.WriteAsync(context, TurnCommands.AnswerOf(Refusals.ThrowIfRefused(answer)), WireJson.Default.SteerAnswer, StatusCodes.Status202Accepted);
    }

    private async Task CancelAsync(HttpContext context, RouteValues values)
    {
        var (request, _) = await HttpJson.ReadAsync(context, WireJson.Default.CancelRequest);
        var host = SessionLookup.Host(registry, values["id"]);
        var cancelled = await commands.CancelAsync(host, request ?? new CancelRequest(), context.RequestAborted);
        await HttpJson.WriteAsync(context, new CancelAnswer(cancelled), WireJson.Default.CancelAnswer);
    }
}
