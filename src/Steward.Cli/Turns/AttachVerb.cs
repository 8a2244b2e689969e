using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Cli.Sessions;
using Steward.Cli.Supervision;
using Steward.Protocol.Client;

namespace Steward.Cli.Turns;

internal sealed class AttachVerb : Verb
{
    private readonly Argument<string?> target = new("target") { Arity = ArgumentArity.ZeroOrOne, Description = "id, short id, name or pid of a session" };

    public AttachVerb() : base("attach", "Watch a session, write to it, answer its questions") => Add(target);

    public override string Note => "Where its input is a pipe, it goes on watching after the end of that; Ctrl-C leaves.";

    public override string Examples => """
        steward attach              (when one session is live)
        steward attach fix-tests    (Ctrl-D leaves, Ctrl-C cancels the running turn)
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        var session = await SessionTarget.FindAsync(parsed.GetValue(target), client, context, "attach", stop);
        if (session is null) return ExitCode.Usage;
        using var attachment = new Attachment(context, client, session);
        return await attachment.RunAsync(stop);
    }
}
