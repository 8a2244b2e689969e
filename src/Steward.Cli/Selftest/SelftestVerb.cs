using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Selftest;

internal sealed class SelftestVerb : Verb
{
    private readonly Option<string> agent = new("--agent")
    {
        Description = "the agent that says hello; another than demo may cost something",
        HelpName = "name",
        DefaultValueFactory = _ => "demo",
    };
    private readonly Option<string?> timeout = new("--timeout") { Description = "give up a step after that time (1m)", HelpName = "time" };

    public SelftestVerb() : base("selftest", "Check the whole way, from the daemon's port to an agent's answer")
    {
        Add(agent);
        Add(timeout);
    }

    public override string Examples => """
        steward selftest
        steward selftest --agent claude --timeout 3m
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var limit = TimeLimit.Parse(parsed.GetValue(timeout), "--timeout") ?? TimeSpan.FromMinutes(1);
        var checks = new Checklist(context, parsed.GetRequiredValue(agent)).Checks;
        var results = new List<CheckResult>();
        foreach (var check in checks)
        {
            var result = await RunAsync(check, results.Count + 1, limit, context.Time, stop);
            results.Add(result);
            if (!context.Json) Write(result, context.Terminal);
            // What comes after a step that failed would fail for the same reason.
            if (!result.Passed) break;
        }
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(results, SelftestJson.Default.ListCheckResult));
        else if (results.Count < checks.Count) context.Terminal.Out.WriteLine($"{checks.Count - results.Count} not tried");
        return results.TrueForAll(result => result.Passed) ? ExitCode.Ok : ExitCode.Failure;
    }

    private static async Task<CheckResult> RunAsync(Check check, int step, TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        CheckResult Result(bool passed, string seen, string? fix = null) =>
            new(step, check.Name, passed, seen, fix, (long)time.GetElapsedTime(began).TotalMilliseconds);
        try
        {
            return Result(true, await check.Work(either.Token));
        }
        catch (DaemonException trouble)
        {
            return Result(false, trouble.Message, trouble.Fix);
        }
        catch (HttpRequestException unanswered)
        {
            return Result(false, unanswered.Message, "steward logs --lines 50");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Result(false, $"no answer within {Durations.Exact(limit)}", "steward logs --lines 50");
        }
    }

    private static void Write(CheckResult result, Terminal terminal)
    {
        var style = terminal.OutStyle;
        var word = result.Passed ? style.Green("PASS") : style.Red("FAIL");
        terminal.Out.WriteLine($"{word} {result.Step} {result.Name}  {style.Dim(Durations.Exact(TimeSpan.FromMilliseconds(result.ElapsedMs)))}");
        terminal.Out.WriteLine($"       {SafeText.Line(result.Seen)}");
        if (result.Fix is { } fix) terminal.Out.WriteLine($"       fix: {SafeText.Line(fix)}");
    }
}

internal sealed record CheckResult(int Step, string Name, bool Passed, string Seen, string? Fix, long ElapsedMs);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(List<CheckResult>))]
internal sealed partial class SelftestJson : JsonSerializerContext;
