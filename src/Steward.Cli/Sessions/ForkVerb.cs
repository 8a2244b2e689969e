using System.CommandLine;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Sessions;

internal sealed class ForkVerb : SessionVerb
{
    private readonly Option<string?> name = new("--name") { Description = "a name to find the new session by", HelpName = "name" };

    public ForkVerb() : base("fork", "Begin a session with the conversation of another, which stays as it is") => Add(name);

    public override string Examples => """
        steward sessions fork fix-tests --name other-way
        steward do --session other-way "do it without a new dependency"
        """;

    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var view = await client.ForkSessionAsync(session, new ForkRequest(parsed.GetValue(name), RequestId: Guid.NewGuid().ToString("N")), stop);
        Say(context, view, WireJson.Default.SessionView, $"{view.ShortId} goes on from there: steward do --session {view.ShortId} \"…\"");
    }
}
