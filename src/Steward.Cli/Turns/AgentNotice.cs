using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Turns;

/// <summary>Says who answers, and why, when nobody chose: nobody shall take the built-in demo for a real agent.</summary>
internal static class AgentNotice
{
    public static async Task SayAsync(StewardClient client, string agent, CommandContext context, CancellationToken stop)
    {
        if (context.Json || agent is not ("claude" or "demo")) return;
        var answering = (await client.AgentsAsync(stop)).FirstOrDefault(known => known.Id == agent);
        if (answering?.Note is { } note) context.Terminal.Error.WriteLine(context.Terminal.ErrorStyle.Dim(SafeText.Line(note)));
    }
}
