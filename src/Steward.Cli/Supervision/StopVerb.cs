using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

internal sealed class StopVerb : Verb
{
    private readonly Option<bool> now = new("--now") { Description = "do not wait for running turns (2 seconds instead of 30)" };

    public StopVerb() : base("stop", "Stop the daemon; running turns may finish first") => Add(now);

    public override Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop) =>
        new StopCommand(context).RunAsync(parsed.GetValue(now), stop);
}
