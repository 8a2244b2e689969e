using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Protocol.Client;

namespace Steward.Cli.Sessions;

internal sealed class KillVerb : Verb
{
    private readonly Argument<string?> target = new("target") { Arity = ArgumentArity.ZeroOrOne, Description = "id, short id, name or pid of a session" };

    public KillVerb() : base("kill", "End a session and its agent for good") => Add(target);

    public override string Examples => """
        steward kill               (lists what could be meant)
        steward kill fix-tests
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        if (parsed.GetValue(target) is not { } named)
        {
            var sessions = await client.SessionsAsync(stop: stop);
            SessionTarget.Candidates([.. sessions.Where(session => session.Status is not "killed")], context, "kill");
            return ExitCode.Usage;
        }
        var view = await client.SessionAsync(named, stop);
        var answer = await client.KillAsync(view.Id, stop);
        Say(view.Id, view.ShortId, answer.Killed, context);
        WorktreeWords.SayEnd(answer, context);
        return ExitCode.Ok;
    }

    private static void Say(string id, string shortId, bool killed, CommandContext context) =>
        context.Terminal.Out.WriteLine(context.Json
            ? $"{{\"sessionId\":\"{id}\",\"killed\":{(killed ? "true" : "false")}}}"
            : killed ? $"{shortId} killed" : $"{shortId} was over already");
}
