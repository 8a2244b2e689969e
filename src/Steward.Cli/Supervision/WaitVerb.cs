using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

internal sealed class WaitVerb : Verb
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Option<string?> timeout = new("--timeout") { Description = "give up after that time (30s)", HelpName = "time" };

    public WaitVerb() : base("wait", "Wait until the daemon answers") => Add(timeout);

    public override string Examples => "steward wait --timeout 30s && steward do \"say hello\"";

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var limit = TimeLimit.Parse(parsed.GetValue(timeout), "--timeout") ?? TimeSpan.FromSeconds(30);
        var began = context.Time.GetTimestamp();
        while (true)
        {
            var presence = Presence.Look(context);
            if (presence is Presence.Running { Daemon.Status: "running" }) break;
            if (presence is Presence.Parked parked) throw new ParkedException(parked.Record);
            if (context.Time.GetElapsedTime(began) >= limit)
                throw new WaitedTooLongException($"The daemon was not up after {Durations.Exact(limit)}.", "steward start");
            await Task.Delay(Pause, context.Time, stop);
        }
        context.Terminal.Out.WriteLine(context.Json ? "{\"status\":\"running\"}" : "daemon up");
        return ExitCode.Ok;
    }
}
