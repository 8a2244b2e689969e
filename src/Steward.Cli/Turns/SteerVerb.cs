using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Turns;

namespace Steward.Cli.Turns;

internal sealed class SteerVerb : Verb
{
    private readonly Argument<string> target = new("target") { Description = "id, short id, name or pid of a session" };
    private readonly Argument<string[]> prompt = new("prompt") { Arity = ArgumentArity.ZeroOrMore, Description = "what it shall mind; - reads it from standard input" };
    private readonly Option<bool> now = new("--now") { Description = "break off what it is saying" };

    public SteerVerb() : base("steer", "Send a message into the turn that runs")
    {
        Add(target);
        Add(prompt);
        Add(now);
    }

    public override string Examples => """
        steward steer fix-tests "leave the slow ones alone"
        steward steer --now fix-tests "stop there, and begin with the parser"
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var session = parsed.GetRequiredValue(target);
        var request = new SteerRequest
        {
            Content = Prompt.Read(parsed.GetValue(prompt) ?? [], context.Terminal, "steer <target>"),
            Priority = parsed.GetValue(now) ? "now" : null,
            ClientId = "cli",
            RequestId = Guid.NewGuid().ToString("N"),
        };
        var client = await DaemonConnection.OpenAsync(context, stop);
        var answer = await client.SteerAsync(session, request, stop);
        context.Terminal.Out.WriteLine(context.Json
            ? JsonSerializer.Serialize(answer, WireJson.Default.SteerAnswer)
            : $"sent into the running turn: steward attach {Terminals.SafeText.Line(session)}");
        return ExitCode.Ok;
    }
}
