using System.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Sessions;

internal sealed class RemoveVerb() : SessionVerb("rm", "End a session and delete it with all its events")
{
    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var view = await client.SessionAsync(session, stop);
        var answer = await client.DeleteSessionAsync(view.Id, stop);
        context.Terminal.Out.WriteLine(context.Json ? $"{{\"deleted\":\"{view.Id}\"}}" : $"{view.ShortId} deleted");
        WorktreeWords.SayEnd(answer, context);
    }
}
