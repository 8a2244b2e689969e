using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Turns;

internal sealed class DoVerb : Verb
{
    private readonly Argument<string[]> prompt = new("prompt") { Arity = ArgumentArity.ZeroOrMore, Description = "what shall be done; - reads it from standard input" };
    private readonly SessionChoice choice = new();
    private readonly Option<string?> session = new("--session") { Description = "go on in a session: id, short id, name or pid", HelpName = "target" };
    private readonly Option<bool> yes = new("--yes", "-y") { Description = "allow what is asked (a rule that denies still does)" };
    private readonly Option<bool> noInput = new("--no-input") { Description = "nobody is there to be asked: the rules decide" };
    private readonly Option<bool> jsonStream = new("--json-stream") { Description = "every event as a line of JSON" };
    private readonly Option<string[]> image = ImageFile.Option();
    private readonly Option<string?> timeout = new("--timeout") { Description = "cancel the turn after that time", HelpName = "time" };

    public DoVerb() : base("do", "Let an agent do one thing, and watch")
    {
        Add(prompt);
        choice.AddTo(this);
        foreach (var option in (ReadOnlySpan<Option>)[session, image, yes, noInput, jsonStream, timeout]) Add(option);
    }

    public override string Note => "A question waits 15 minutes for an answer, and is denied then; the turn goes on.";

    public override string Examples => """
        steward do "say hello"
        steward do --session 1a2b3c4d "and now in French"
        git diff | steward do -
        steward do --json --yes --timeout 5m "write a haiku to poem.txt"
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        CheckFlags(parsed);
        var text = Prompt.Read(parsed.GetValue(prompt) ?? [], context.Terminal, "do");
        var options = new TurnRunOptions(
            parsed.GetValue(yes), parsed.GetValue(noInput), parsed.GetValue(jsonStream), TimeLimit.Parse(parsed.GetValue(timeout), "--timeout"))
        {
            Images = ImageFile.Read(parsed.GetValue(image), context),
        };
        var client = await DaemonConnection.OpenAsync(context, stop);
        var target = await SessionAsync(client, parsed, text, context, stop);
        using var run = new TurnRun(context, client, target, options);
        var outcome = await RunAsync(run, client, parsed.GetValue(session) is null ? target : null, text, stop);
        if (context.Json && !options.JsonStream) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(outcome, TurnOutcomeJson.Default.TurnOutcome));
        return outcome.ExitCode;
    }

    /// <param name="made">The session, when it was made for this message.</param>
    private static async Task<TurnOutcome> RunAsync(TurnRun run, StewardClient client, SessionView? made, string text, CancellationToken stop)
    {
        try
        {
            return await run.RunAsync(text, stop);
        }
        catch (RefusedException) when (made is not null && !run.IsSubmitted)
        {
            await UnusedSession.RemoveAsync(client, made, stop);
            throw;
        }
    }

    private async Task<SessionView> SessionAsync(StewardClient client, ParseResult parsed, string text, CommandContext context, CancellationToken stop)
    {
        if (parsed.GetValue(session) is { } target) return await client.SessionAsync(target, stop);
        var created = await client.CreateSessionAsync(choice.Request(parsed, text, parsed.GetValue(noInput), context, TypedLines.CanAsk(context.Terminal)), stop);
        Trust.TrustWords.SayLeftOut(created, context);
        if (!choice.IsAgentChosen(parsed) && !parsed.GetValue(jsonStream)) await AgentNotice.SayAsync(client, created.Agent, context, stop);
        return created;
    }

    private void CheckFlags(ParseResult parsed)
    {
        if (parsed.GetValue(session) is not null && choice.IsGiven(parsed))
            throw new CommandException(
                "contradiction", "usage", "--agent, --dir, --name, --model, --permission-mode, --system-prompt, --add-dir, --spawn-mode and --sandbox are for a new session; --session goes on in one that has them.",
                "steward do --session <target> \"…\"   (steward sessions set changes its model)", ExitCode.Usage);
        if (parsed.GetValue(yes) && parsed.GetValue(noInput))
            throw new CommandException(
                "contradiction", "usage", "--yes allows what is asked, and with --no-input nothing is asked.", "leave one of them out", ExitCode.Usage);
    }
}
