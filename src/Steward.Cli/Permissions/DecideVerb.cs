using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

/// <summary>An answer from a terminal other than the one that was asked.</summary>
internal abstract class DecideVerb : Verb
{
    private readonly Argument<string?> request = new("request") { Arity = ArgumentArity.ZeroOrOne, Description = WaitingQuestions.ArgumentHelp };
    private readonly Option<string?> reason = new("--reason") { Description = "why, for the agent and the log", HelpName = "text" };

    protected DecideVerb(string name, string summary) : base(name, summary)
    {
        Add(request);
        Add(reason);
    }

    protected string? Reason(ParseResult parsed) => parsed.GetValue(reason);

    /// <summary>What is answered to that question, or an exception that says why it cannot be.</summary>
    protected abstract ResolvePermissionRequest AnswerTo(PermissionView question, ParseResult parsed);

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        var question = await WaitingQuestions.FindAsync(client, parsed.GetValue(request), stop);
        var wanted = AnswerTo(question, parsed) with { Reason = Reason(parsed), DecidedBy = "cli" };
        var answer = await client.ResolveAsync(question.SessionId, question.RequestId, wanted, stop);
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(answer, WireJson.Default.ResolvePermissionAnswer));
        else Say(question, answer, context);
        return answer.Decision == wanted.Decision ? ExitCode.Ok : ExitCode.Failure;
    }

    private static void Say(PermissionView question, ResolvePermissionAnswer answer, CommandContext context)
    {
        var what = $"{SafeText.Line(question.ToolName)} {WaitingQuestions.Brief(question, 100)}".TrimEnd();
        context.Terminal.Out.WriteLine(answer.Conflict
            ? $"{what} had been {PermissionWords.Of(answer)} before by {SafeText.Line(answer.DecidedBy)}"
            : $"{what} {(answer.Answers is null ? PermissionWords.Of(answer) : "answered")}");
        if (PermissionWords.Memory(answer) is { } memory) context.Terminal.Out.WriteLine(memory);
    }
}
