using System.CommandLine;
using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Agents;
using Steward.Protocol.Client;

namespace Steward.Cli.Agents;

internal sealed class UnregisterVerb : AgentVerb
{
    private readonly Option<bool> force = new("--force") { Description = "kill its live sessions, and archive kept working copies too" };

    public UnregisterVerb() : base("unregister", "Take an agent out of config.json, and archive its home") => Add(force);

    public override string Examples => "steward agent unregister reviewer";

    protected override async Task RunAsync(string agent, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var answer = await client.UnregisterAgentAsync(agent, parsed.GetValue(force), stop);
        Say(context, answer, WireJson.Default.UnregisterAgentAnswer, string.Join('\n', Lines(answer, context)));
    }

    private static IEnumerable<string> Lines(UnregisterAgentAnswer answer, CommandContext context)
    {
        yield return $"{SafeText.Line(answer.Id)} is not registered any more.";
        if (answer.Killed > 0) yield return string.Create(CultureInfo.InvariantCulture, $"  sessions killed: {answer.Killed}");
        if (answer.Archived is { } place) yield return $"  its home is in {SafeText.Line(context.Shown(place))}; nothing of it was deleted";
    }
}
