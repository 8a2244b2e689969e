using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Steward.Daemon.Accounts;
using Steward.Daemon.Api.Security;
using Steward.Daemon.Configuration;
using Steward.Daemon.Journal;
using Steward.Daemon.Logs;
using Steward.Daemon.Sessions;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Api;

/// <summary>Every request, from the door to its route: who is it, may it, and one place where exceptions become answers.</summary>
internal sealed class Pipeline(Router router, Gatekeeper gatekeeper, Func<Settings> settings, ILogger log)
{
    private static readonly ErrorBody Unauthorized =
        new("unauthorized", "auth", "A token is needed.", false, "Authorization: Bearer <token of state.json>");

    private static readonly ErrorBody Forbidden =
        new("forbidden_scope", "auth", "This caller may not do that.", false, "Agents cannot steer the daemon that runs them.");

    private static readonly ErrorBody NoRoute = new("no_route", "invalid_request", "There is no such route.", false, "See /v3/openapi.json.");

    private static readonly ErrorBody NoMethod = new("no_method", "invalid_request", "This route has no such method.", false, "See /v3/openapi.json.");

    private static readonly ErrorBody Internal = new(
        "internal", "internal", "Something went wrong inside the daemon; its log says what.", true, "steward logs --lines 50");

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers["X-Content-Type-Options"] = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            if (!gatekeeper.Admits(context, out var scope, out var refusal))
            {
                await RefuseAsync(context, refusal.Status, refusal.Error);
                return;
            }
            await RouteAsync(context, scope);
        }
        catch (Exception failure) when (!context.Response.HasStarted && failure is not OperationCanceledException)
        {
            await AnswerAsync(context, failure);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller went away; there is nobody to answer.
        }
    }

    private async Task RouteAsync(HttpContext context, Scope scope)
    {
        var kind = router.Match(context.Request.Method, context.Request.Path.Value ?? "/", out var route, out var values);
        // Who shows no token learns nothing, not even which routes there are.
        if (scope == Scope.Nobody && route?.Scope != Scope.Nobody)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, Unauthorized);
        }
        else if (kind == MatchKind.NoSuchMethod)
        {
            context.Response.Headers.Allow = string.Join(", ", router.MethodsOf(context.Request.Path.Value ?? "/"));
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, NoMethod);
        }
        else if (route is null)
            await RefuseAsync(context, StatusCodes.Status404NotFound, NoRoute);
        else if (route.Scope > scope)
            await RefuseAsync(context, StatusCodes.Status403Forbidden, Forbidden);
        else
        {
            context.Items[typeof(Scope)] = scope;
            RequestBody.Limit(context, settings().Limits.BodyBytes);
            await route.Handle(context, values);
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, ErrorBody error)
    {
        RequestBody.PassOver(context);
        return HttpJson.WriteErrorAsync(context, status, error);
    }

    private Task AnswerAsync(HttpContext context, Exception failure)
    {
        var (status, error) = failure switch
        {
            ApiException api => (api.Status, api.Error),
            Microsoft.AspNetCore.Http.BadHttpRequestException bad => (bad.StatusCode, new ErrorBody("bad_request", "invalid_request", bad.Message, false)),
            StorageFullException => (StatusCodes.Status507InsufficientStorage, new ErrorBody(
                "storage-full", "storage", "The disk is full: nothing was accepted.", true, "Free some space; the daemon goes on by itself.")),
            AccountException trouble => (StatusCodes.Status409Conflict, new ErrorBody(trouble.Code, "account", trouble.Message, trouble.Retryable, trouble.Fix)),
            NameTakenException taken => (StatusCodes.Status409Conflict, new ErrorBody("name_taken", "conflict", taken.Message, false, "Choose another --name.")),
            SessionGoneException => (StatusCodes.Status404NotFound, new ErrorBody("not_found", "invalid_request", "The session was deleted.", false)),
            _ => (StatusCodes.Status500InternalServerError, Internal),
        };
        if (status == StatusCodes.Status500InternalServerError)
            log.RequestFailed(failure, context.Request.Method, context.Request.Path.Value ?? "/");
        return HttpJson.WriteErrorAsync(context, status, error);
    }
}
