using System.CommandLine;
using System.Globalization;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Turns;

namespace Steward.Cli.Sessions;

internal sealed class CancelVerb : SessionVerb
{
    private readonly Option<string?> turn = new("--turn") { Description = "that turn alone: the one that runs, or one that waits", HelpName = "id" };

    public CancelVerb() : base("cancel", "Stop the turn that runs and withdraw what waits") => Add(turn);

    public override string Examples => """
        steward sessions cancel fix-tests
        steward sessions cancel fix-tests --turn turn_9504c4c4c6cc925b7e907e7edc3dd30c
        """;

    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var answer = await client.CancelAsync(session, new CancelRequest(parsed.GetValue(turn)), stop);
        Say(context, answer, WireJson.Default.CancelAnswer, answer.Cancelled switch
        {
            0 => "nothing to cancel",
            1 => "1 turn cancelled",
            var count => string.Create(CultureInfo.InvariantCulture, $"{count} turns cancelled"),
        });
    }
}
