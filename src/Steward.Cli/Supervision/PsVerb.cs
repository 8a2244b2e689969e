using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

internal sealed class PsVerb() : Verb("ps", "Show the daemon and its live sessions")
{
    public override Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop) =>
        Task.FromResult(PsCommand.Run(context));
}
