using System.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Sessions;

internal sealed class DiffVerb() : SessionVerb("diff", "Show what a session changed in its own worktree")
{
    public override string Examples => """
        steward bg --spawn-mode worktree --name fix-tests "make the tests pass"
        steward sessions diff fix-tests | git apply
        """;

    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var patch = await client.DiffAsync(session, stop);
        if (context.Terminal.OutputIsTerminal)
        {
            // An agent wrote the files, and a terminal obeys what it reads.
            context.Terminal.Out.Write(SafeText.Words(System.Text.Encoding.UTF8.GetString(patch)));
            return;
        }
        await using var output = Terminal.OpenOut();
        await output.WriteAsync(patch, stop);
    }
}
