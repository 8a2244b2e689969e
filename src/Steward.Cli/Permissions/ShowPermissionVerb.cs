using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;

namespace Steward.Cli.Permissions;

/// <summary>Every character of what will run, and how to answer.</summary>
internal sealed class ShowPermissionVerb : Verb
{
    private readonly Argument<string?> request = new("request") { Arity = ArgumentArity.ZeroOrOne, Description = WaitingQuestions.ArgumentHelp };

    public ShowPermissionVerb() : base("show", "Show a question with all that would run") => Add(request);

    public override string Examples => """
        steward permissions show
        steward permissions show perm_026ae435 --json
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        var view = await WaitingQuestions.FindAsync(client, parsed.GetValue(request), stop);
        var output = context.Terminal.Out;
        if (context.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(view, WireJson.Default.PermissionView));
            return ExitCode.Ok;
        }
        var question = PermissionQuestion.Of(view);
        output.WriteLine($"{SafeText.Line(view.RequestId)}  {SafeText.Line(view.SessionId)}  in {SafeText.Line(SafeText.Exact(view.Directory ?? ""))}");
        _ = question.ShowFull();
        output.Write(question.Text(context.Terminal.OutStyle, context.Time.GetUtcNow()));
        output.WriteLine($"  {question.Digest}");
        output.WriteLine($"  {(question.IsChoice ? $"steward permissions answer {view.RequestId} --choose <answer>" : $"steward permissions allow|deny {view.RequestId}")}");
        return ExitCode.Ok;
    }
}
