using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Protocol;
using Steward.Protocol.Client;

namespace Steward.Cli.Sessions;

internal sealed class ListVerb : Verb
{
    private readonly Option<bool> archived = new("--archived", "-a") { Description = "the archived ones too" };

    public ListVerb() : base("list", "List sessions, those that need you first") => Add(archived);

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        var sessions = await client.SessionsAsync(parsed.GetValue(archived), stop);
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(SessionTable.Ordered(sessions), WireJson.Default.IReadOnlyListSessionView));
        else if (sessions.Count > 0) SessionTable.Write(sessions, context);
        else context.Terminal.Out.WriteLine("No sessions. Start one: steward do \"say hello\"");
        return ExitCode.Ok;
    }
}
