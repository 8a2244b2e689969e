using Steward.Daemon.Accounts;
using Steward.Daemon.Agents;
using Steward.Daemon.Api;
using Steward.Daemon.Api.Security;
using Steward.Daemon.Events;
using Steward.Daemon.Health;
using Steward.Daemon.Lifecycle;
using Steward.Daemon.Messages;
using Steward.Daemon.Permissions;
using Steward.Daemon.Sessions;
using Steward.Daemon.Trust;
using Steward.Daemon.Turns;
using Steward.Daemon.Worktrees;

namespace Steward.Daemon;

/// <summary>The daemon's way to the outside: every route of every slice, behind one gatekeeper.</summary>
internal static class DaemonApi
{
    public static Pipeline Build(DaemonCore core)
    {
        var tokens = new Tokens(core.Identity.Token, core.Identity.PreviousToken, core.Time);
        var hello = core.Link.Hello;
        var agents = new AgentProcesses(new KeptFamily(hello.KeeperPid));
        var gatekeeper = new Gatekeeper(new HostAndOrigin(core.Status.Host, hello.Port), tokens, core.SessionTokens, agents, core.Settings);
        return new Pipeline(new Router(Routes(core, tokens)), gatekeeper, core.Settings, core.Log);
    }

    public static IReadOnlyList<Route> Routes(DaemonCore core, Tokens tokens)
    {
        var counters = new Counters(core.Sessions, core.Hub, core.Journal, core.Status);
        var stream = new EventStream(core.Journal, core.Hub, core.Status);
        var desk = new PermissionDesk(core.Journal, core.Services.Remembered);
        var (creation, choices, views, turns) = (core.Creation, core.Choices, core.Views, core.Turns);
        var commands = new SocketCommands(core.Sessions, turns, desk);
        List<Route> routes =
        [
            .. new HealthEndpoints(core.Status, counters).Routes,
            .. new LifecycleEndpoints(core.Status, core.Life, counters, core.Sessions, views, core.Notices, core.Home).Routes,
            .. new AgentEndpoints(core.Agents, new AgentViews(core.Agents, core.Sessions, core.Homes, core.Home), core.Register).Routes,
            .. new AuthEndpoints(core.Accounts, core.Home).Routes,
            .. new SessionEndpoints(core.Sessions, creation, choices, views).Routes,
            .. new SessionForking(core.Sessions, core.Services.Journal, core.Agents, views).Routes,
            .. new WorktreeEndpoints(core.Sessions, core.Services.Worktrees).Routes,
            .. new TrustEndpoints(core.Services.Trust).Routes,
            .. new TurnEndpoints(core.Sessions, turns).Routes,
            .. new PermissionEndpoints(core.Sessions, desk, new RuleDesk(core.Sessions, core.Agents, core.Services.Remembered)).Routes,
            .. new ToolEndpoints(core.Sessions, core.Agents, core.Toolbox).Routes,
            .. new MessageEndpoints(core.Messages).Routes,
            .. new EventEndpoints(core.Sessions, stream, core.Time).Routes,
            .. new SseEndpoint(core.Sessions, stream, core.Time).Routes,
            .. new WebSocketEndpoint(core.Sessions, stream, commands, tokens, core.Time, core.Life).Routes,
        ];
        routes.Add(OpenApiRoute.Of(routes));
        return routes;
    }
}
