using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Protocol;
using Steward.Protocol.Files;

namespace Steward.Daemon.Accounts;

internal sealed class AuthEndpoints(AccountDesk desk, StewardHome home)
{
    private static readonly string[] OfAgent = ["agent"];

    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/auth", Scope.Read, "Where an agent's account stands, and the one true cause of its trouble.", LookAsync)
        {
            Response = static () => WireJson.Default.AuthView,
            Query = OfAgent,
        },
        new("PUT", "/v3/auth/token", Scope.Owner, "Keeps the owner's login token; agents get it with their next start.", StoreAsync)
        {
            Request = static () => WireJson.Default.StoreTokenRequest,
            Response = static () => WireJson.Default.TokenStored,
        },
        new("DELETE", "/v3/auth/token", Scope.Owner, "Forgets the owner's login token.", ForgetAsync)
        {
            Response = static () => WireJson.Default.TokenStored,
        },
        new("GET", "/v3/auth/overage", Scope.Read, "What is cached of the extra usage, as the file says it now.", OverageAsync)
        {
            Response = static () => WireJson.Default.OverageView,
            Query = OfAgent,
        },
        new("POST", "/v3/auth/overage/clear", Scope.Owner, "Takes it out of the file, which is copied first and keeps everything else.", ClearAsync)
        {
            Response = static () => WireJson.Default.OverageCleared,
            Query = OfAgent,
        },
        new("POST", "/v3/auth/overage/refresh", Scope.Owner, "Has Claude Code ask its service anew, which costs one short call of it.", RefreshAsync)
        {
            Response = static () => WireJson.Default.OverageView,
            Query = OfAgent,
        },
    ];

    private Task LookAsync(HttpContext context, RouteValues values) =>
        HttpJson.WriteAsync(context, desk.Look(HttpJson.QueryText(context, "agent")), WireJson.Default.AuthView);

    private async Task StoreAsync(HttpContext context, RouteValues values)
    {
        var (request, _) = await HttpJson.ReadAsync(context, WireJson.Default.StoreTokenRequest);
        if (request is null)
            throw ApiException.BadRequest("no_token", "The body has no token.", """{"token":"…"}""");
        await HttpJson.WriteAsync(context, await desk.SaveAsync(request), WireJson.Default.TokenStored);
    }

    private async Task ForgetAsync(HttpContext context, RouteValues values) =>
        await HttpJson.WriteAsync(context, await desk.ClearTokenAsync(), WireJson.Default.TokenStored);

    private Task OverageAsync(HttpContext context, RouteValues values) =>
        HttpJson.WriteAsync(context, desk.Overage(HttpJson.QueryText(context, "agent")), WireJson.Default.OverageView);

    private async Task ClearAsync(HttpContext context, RouteValues values) =>
        await HttpJson.WriteAsync(
            context, await desk.ClearOverageAsync(HttpJson.QueryText(context, "agent"), context.RequestAborted), WireJson.Default.OverageCleared);

    private async Task RefreshAsync(HttpContext context, RouteValues values) => await HttpJson.WriteAsync(
        context, await desk.RefreshOverageAsync(HttpJson.QueryText(context, "agent"), home.Root, limit: null, context.RequestAborted), WireJson.Default.OverageView);
}
