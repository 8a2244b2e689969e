using Microsoft.AspNetCore.Http;
using Steward.Daemon.Api;
using Steward.Daemon.Configuration;
using Steward.Daemon.Health;
using Steward.Daemon.Sessions;
using Steward.Domain.Sessions;
using Steward.Protocol;
using Steward.Protocol.Contract;
using Steward.Protocol.Daemon;
using Steward.Protocol.Errors;
using Steward.Protocol.Files;
using Steward.Protocol.Permissions;
using Steward.Protocol.Sessions;

namespace Steward.Daemon.Lifecycle;

internal sealed class LifecycleEndpoints(
    DaemonStatus status, DaemonLife life, Counters counters, SessionRegistry registry, SessionViews views, Notices notices, StewardHome home)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/v3/daemon", Scope.Agent, "What the daemon is and does; agents see no sessions.", ShowAsync)
        {
            Response = static () => WireJson.Default.DaemonView,
        },
        new("POST", "/v3/daemon/stop", Scope.Owner, "Ends the daemon and every agent, after at most 30 s for turns that run.", StopAsync)
        {
            Request = static () => WireJson.Default.StopRequest,
            Response = static () => WireJson.Default.StopAnswer,
            Status = StatusCodes.Status202Accepted,
        },
        new("POST", "/v3/daemon/restart", Scope.Owner, "Replaces the daemon; agents live on, and the token changes.", RestartAsync)
        {
            Response = static () => WireJson.Default.StopAnswer,
            Status = StatusCodes.Status202Accepted,
        },
    ];

    private Task ShowAsync(HttpContext context, RouteValues values)
    {
        var isAgent = context.Items[typeof(Scope)] is Scope.Agent;
        var now = status.StartedAt + status.Uptime;
        var current = registry.Hosts.Select(static host => host.State).Where(state => state.IsLive || state.AwaitsOwner(now));
        IReadOnlyList<SessionView> sessions = isAgent ? [] : [.. SessionViews.ByUrgency(current).Select(views.Of)];
        var view = new DaemonView
        {
            Pid = Environment.ProcessId,
            KeeperPid = status.KeeperPid,
            Host = status.Host,
            Port = status.Port,
            DaemonId = status.DaemonId,
            Version = DaemonStatus.Version,
            Contract = WireContract.Current,
            StartedAt = status.StartedAt,
            UptimeSec = (long)status.Uptime.TotalSeconds,
            Status = status.IsStopping ? "stopping" : "running",
            Cwd = status.Cwd,
            Runtime = counters.Runtime(),
            Sessions = sessions,
            Notices = isAgent ? [] : [.. notices.All, .. UnaskedOf(sessions)],
        };
        return HttpJson.WriteAsync(context, view, WireJson.Default.DaemonView);
    }

    private static IEnumerable<string> UnaskedOf(IEnumerable<SessionView> sessions) => sessions.Where(static session => session.BypassesPermissions)
        .Select(static session => $"{session.ShortId} asks for no permission ({PermissionModes.Bypass} is set for the agent {session.Agent}).");

    private async Task StopAsync(HttpContext context, RouteValues values)
    {
        var (request, _) = await HttpJson.ReadAsync(context, WireJson.Default.StopRequest);
        var turns = request is { Now: true } ? 0 : life.TurnsToWaitFor;
        await HttpJson.WriteAsync(
            context, new StopAnswer(true, Environment.ProcessId) { Turns = turns }, WireJson.Default.StopAnswer, StatusCodes.Status202Accepted);
        await context.Response.CompleteAsync();
        life.RequestStop(request?.Now ?? false);
    }

    private async Task RestartAsync(HttpContext context, RouteValues values)
    {
        RequireGoodSettings();
        await HttpJson.WriteAsync(
            context, new StopAnswer(true, Environment.ProcessId), WireJson.Default.StopAnswer, StatusCodes.Status202Accepted);
        await context.Response.CompleteAsync();
        life.RequestRestart();
    }

    /// <summary>A daemon that works is not given up for one that could not start.</summary>
    private void RequireGoodSettings()
    {
        var read = SettingsFile.Read(home, Environment.GetEnvironmentVariable, SettingsOverrides.None);
        if (!read.IsValid)
            throw new ApiException(409, new ErrorBody("config", "config", string.Join('\n', read.Problems), false,
                "Correct what is named, then try again; the daemon works on with the settings that it has."));
    }
}
