using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

internal sealed class StartVerb : Verb
{
    private readonly Option<bool> foreground = new("--foreground") { Description = "stay in this terminal, with the log" };
    private readonly Option<bool> detach = new("--detach") { Description = "go to the background (the default)" };
    private readonly Option<bool> strict = new("--strict") { Description = "end with 1 when it runs already" };
    private readonly EndpointOptions endpoint = new();

    public StartVerb() : base("start", "Start the daemon in the background")
    {
        Add(foreground);
        Add(detach);
        Add(strict);
        endpoint.AddTo(this);
    }

    public override string Examples => """
        steward start
        steward start --port 0          (any free port)
        steward start --port-fallback   (9999, or the next free one)
        steward --profile work start    (a second daemon with state of its own)
        """;

    public override Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        endpoint.Check(parsed);
        var stays = parsed.GetValue(foreground) || (!parsed.GetValue(detach) && StartCommand.IsServiceManaged(context));
        return stays
            ? Foreground.RunAsync(endpoint.Choose(parsed, context), context, stop)
            : StartCommand.RunAsync(() => endpoint.Choose(parsed, context), parsed.GetValue(strict), context, stop);
    }
}
