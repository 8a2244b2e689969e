using System.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Sessions;

internal sealed class RenameVerb : SessionVerb
{
    private readonly Argument<string> name = new("name") { Description = "its new name" };

    public RenameVerb() : base("rename", "Give a session another name") => Add(name);

    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var view = await client.UpdateSessionAsync(session, new UpdateSessionRequest(Name: parsed.GetRequiredValue(name)), stop);
        Say(context, view, WireJson.Default.SessionView, $"{view.ShortId} is now {SafeText.Line(view.Name ?? "")}");
    }
}
