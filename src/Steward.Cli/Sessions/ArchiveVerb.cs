using System.CommandLine;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Sessions;

internal sealed class ArchiveVerb : SessionVerb
{
    private readonly Option<bool> undo = new("--undo") { Description = "bring it back into the list" };

    public ArchiveVerb() : base("archive", "Put a session out of sight; nothing of it is lost") => Add(undo);

    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var archived = !parsed.GetValue(undo);
        var view = await client.UpdateSessionAsync(session, new UpdateSessionRequest(Archived: archived), stop);
        Say(context, view, WireJson.Default.SessionView, $"{view.ShortId} {(archived ? "archived" : "is back in the list")}");
    }
}
