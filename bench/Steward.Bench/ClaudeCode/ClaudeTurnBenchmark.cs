using System.Diagnostics;
using Steward.Bench.Measures;

namespace Steward.Bench.ClaudeCode;

/// <summary>How long the first word of Claude Code takes: in a process that lives, in one that must be started, and in one that was started ahead; directly and through Steward.</summary>
internal sealed class ClaudeTurnBenchmark : IBenchmark
{
    private const string Hello = "[[text:hello]]";
    private const int Turns = 40, WarmUp = 10;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    public string Name => "claude-turn";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        if (await ClaudeInstance.StartAsync(context) is not { } claude) yield break;
        await using var _ = claude;
        var (direct, kept) = (new Figures(), new Figures());
        for (var run = 0; run < context.Runs; run++)
        {
            await DirectlyAsync(claude, direct);
            await KeptAsync(claude, kept);
        }
        yield return new Row("`claude`, warm turn, first word, added by Steward", "ms", new Samples([.. kept.Warm.Zip(direct.Warm, static (through, directly) => through - directly)]))
        {
            Target = 5,
            Note = $"{claude.Version}, a scripted model that answers at once; directly {new Samples(direct.Warm).Median:0.0} ms, through Steward {new Samples(kept.Warm).Median:0.0} ms, medians of {Turns} turns",
        };
        yield return new Row("`claude` directly, first word of a new conversation (its process is started)", "ms", new Samples(direct.Cold));
        yield return new Row("the same through Steward", "ms", new Samples(kept.Cold));
        yield return new Row("`claude --resume` directly, first word", "ms", new Samples(direct.Resumed));
        yield return new Row("the same through Steward, of a session whose process was ended when it was idle", "ms", new Samples(kept.Resumed));
        // Its row through Steward belongs here, once Steward keeps a process started ahead.
        yield return new Row("`claude` directly, first word of a process that was started ahead", "ms", new Samples(direct.StartedAhead));
    }

    private static async Task DirectlyAsync(ClaudeInstance claude, Figures figures)
    {
        var conversation = Guid.NewGuid().ToString();
        await using (var first = claude.Directly("--session-id", conversation))
        {
            figures.Cold.Add(await FirstWordAsync(first));
            figures.Warm.Add(await WarmAsync(first.FirstTokenAsync));
        }
        await using (var resumed = claude.Directly("--resume", conversation)) figures.Resumed.Add(await FirstWordAsync(resumed));
        await using var ahead = claude.Directly("--session-id", Guid.NewGuid().ToString());
        await ahead.InitializeAsync();
        await Task.Delay(Rest, TimeProvider.System);
        figures.StartedAhead.Add(await ahead.FirstTokenAsync(Hello));
    }

    /// <summary>From the start of the process on.</summary>
    private static async Task<double> FirstWordAsync(DirectClaude claude)
    {
        var before = claude.MillisecondsSinceStart;
        return before + await claude.FirstTokenAsync(Hello);
    }

    private static async Task KeptAsync(ClaudeInstance claude, Figures figures)
    {
        using (var session = await KeptClaude.OpenAsync(claude.Steward))
        {
            figures.Cold.Add(await session.FirstTokenAsync(Hello));
            figures.Warm.Add(await WarmAsync(session.FirstTokenAsync));
            await claude.Steward.Client.KillAsync(session.Session);
        }
        using var brief = await KeptClaude.OpenAsync(claude.Steward, ClaudeInstance.Brief);
        await brief.FirstTokenAsync(Hello);
        await brief.UntilProcessEndedAsync();
        figures.Resumed.Add(await brief.FirstTokenAsync(Hello));
    }

    private static async Task<double> WarmAsync(Func<string, Task<double>> turn)
    {
        for (var i = 0; i < WarmUp; i++) await turn(Hello);
        return (await Samples.TakeAsync(Turns, () => turn(Hello))).Median;
    }

    private sealed record Figures
    {
        public List<double> Warm { get; } = [];

        public List<double> Cold { get; } = [];

        public List<double> Resumed { get; } = [];

        public List<double> StartedAhead { get; } = [];
    }
}
