using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Permissions;

internal sealed class ListPermissionsVerb() : Verb("list", "List the questions that wait for an answer")
{
    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        var waiting = await client.PermissionsAsync(stop);
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(waiting, WireJson.Default.IReadOnlyListPermissionView));
        else if (waiting.Count == 0) context.Terminal.Out.WriteLine("No questions wait.");
        else foreach (var line in Lines(waiting, context.Time.GetUtcNow())) context.Terminal.Out.WriteLine(line);
        return ExitCode.Ok;
    }

    private static IEnumerable<string> Lines(IReadOnlyList<PermissionView> waiting, DateTimeOffset now) => Columns.Align(
        ["REQUEST", "SESSION", "TOOL", "LEFT", "WHAT"],
        [.. waiting.OrderBy(question => question.Deadline).Select(question => (IReadOnlyList<string>)
        [
            SafeText.Line(question.RequestId), SafeText.Line(question.SessionId), SafeText.Line(question.ToolName),
            question.Deadline > now ? Durations.Rough(question.Deadline - now) : "0s", WaitingQuestions.Brief(question, 80),
        ])]);
}
