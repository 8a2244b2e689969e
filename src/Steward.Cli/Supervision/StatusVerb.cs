using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

internal sealed class StatusVerb : Verb
{
    private readonly Option<bool> plain = new("--plain") { Description = "one line for scripts, without symbols" };
    private readonly Option<bool> exitCode = new("--exit-code") { Description = "end with 3 when the daemon does not run" };

    public StatusVerb() : base("status", "Show whether the daemon runs")
    {
        Add(plain);
        Add(exitCode);
    }

    public override string Examples => """
        steward status
        steward status --json
        steward status --exit-code || steward start
        """;

    public override Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop) =>
        Task.FromResult(StatusCommand.Run(new StatusOptions(parsed.GetValue(plain), parsed.GetValue(exitCode)), context));
}
