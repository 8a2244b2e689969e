using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Cli.Logs;
using Steward.Protocol.Client;

namespace Steward.Cli.Sessions;

internal sealed class EventsVerb : Verb
{
    private readonly Argument<string> target = new("target") { Description = "id, short id, name or pid of a session" };
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "go on as events come" };
    private readonly Option<int> lines = new("--lines", "-n") { DefaultValueFactory = static _ => int.MaxValue, Description = "only the last ones", HelpName = "count" };

    public EventsVerb() : base("events", "Show what happened in a session, an event to a line")
    {
        Add(target);
        Add(follow);
        Add(lines);
    }

    public override Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var format = context.Json ? LogFormat.Json : LogFormat.Text;
        var wanted = new LogQuery(Math.Max(0, parsed.GetValue(lines)), parsed.GetValue(follow), Since: null, format);
        return SessionLog.RunAsync(parsed.GetRequiredValue(target), wanted, pathOnly: false, context, stop);
    }
}
