using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

internal sealed class RunVerb : Verb
{
    private readonly EndpointOptions endpoint = new();

    public RunVerb() : base("run", "Run the daemon in this terminal, with its log") => endpoint.AddTo(this);

    public override Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop) =>
        Foreground.RunAsync(endpoint.Choose(parsed, context), context, stop);
}
