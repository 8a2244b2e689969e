using System.CommandLine;
using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Agents;

/// <summary>For whoever suspects a counter. There is none: what is at work is counted whenever somebody asks.</summary>
internal sealed class RepairAgentVerb() : AgentVerb("repair", "Count an agent's work anew, and name what looks stuck")
{
    public override string Examples => "steward agent repair reviewer";

    protected override async Task RunAsync(string agent, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var view = await client.AgentAsync(agent, stop);
        var stuck = (await client.SessionsAsync(stop: stop)).Where(session => session.Agent == view.Id && IsStuck(session)).ToList();
        Say(context, view, WireJson.Default.AgentView, string.Join('\n', [Counted(view.Id, view.Sessions, view.Active), .. stuck.Select(Stuck)]));
    }

    /// <summary>It works, and there is nothing that it could work with.</summary>
    public static bool IsStuck(SessionView session) => session is { Pid: null, Status: "running" or "awaiting-permission" or "cancelling" };

    private static string Counted(string agent, int sessions, int active) => string.Create(
        CultureInfo.InvariantCulture, $"{SafeText.Line(agent)}: {sessions} sessions, {active} at work, counted from what lives now");

    private static string Stuck(SessionView session) => $"! {session.ShortId} works without a process: steward sessions cancel {session.ShortId}, or steward kill {session.ShortId}";
}
