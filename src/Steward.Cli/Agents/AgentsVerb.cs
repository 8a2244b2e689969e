using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Agents;
using Steward.Protocol.Client;

namespace Steward.Cli.Agents;

internal sealed class AgentsVerb(string name = "agents") : Verb(name, "List the agents that can be asked")
{
    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        var agents = await client.AgentsAsync(stop);
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(agents, WireJson.Default.IReadOnlyListAgentView));
        else foreach (var line in Columns.Align(["AGENT", "RUNTIME", "ACTIVE", "SESSIONS", "WORKSPACE"], [.. agents.Select(Row)])) context.Terminal.Out.WriteLine(line);
        return ExitCode.Ok;
    }

    private static string[] Row(AgentView agent) =>
    [
        SafeText.Line(agent.Name == agent.Id ? agent.Id : $"{agent.Id} ({agent.Name})") + (agent.IsDefault ? " (default)" : ""), SafeText.Line(agent.Runtime),
        agent.Active.ToString(CultureInfo.InvariantCulture), agent.Sessions.ToString(CultureInfo.InvariantCulture), SafeText.Line(agent.Workspace ?? "-"),
    ];
}
