using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.ClaudeCode;

/// <summary>Twenty sessions with Claude Code that all begin at once, and then all go on at once.</summary>
internal sealed class ClaudeManyBenchmark : IBenchmark
{
    private const int Sessions = 20;
    private const double Mebi = 1 << 20;
    private const string Hello = "[[text:hello]]";

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public string Name => "claude-many";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        if (await ClaudeInstance.StartAsync(context) is not { } claude) yield break;
        await using var _ = claude;
        var (cold, warm, bytes) = await DirectlyAsync(claude, context.Runs);
        yield return new Row($"{Sessions} × `claude` directly, started at once: first word", "ms", cold);
        yield return new Row($"{Sessions} × `claude` directly, warm turns at once: first word", "ms", warm);
        yield return new Row($"{Sessions} × `claude` directly, idle (PSS of all)", "MiB", new Samples([bytes / Mebi]));
        var sessions = new List<KeptClaude>();
        try
        {
            for (var i = 0; i < Sessions; i++) sessions.Add(await KeptClaude.OpenAsync(claude.Steward));
            yield return new Row($"{Sessions} sessions with `claude` that begin at once: first word", "ms", await AllAsync(sessions, static session => session.FirstTokenAsync(Hello)));
            yield return new Row("the same sessions, warm turns at once: first word", "ms", await WarmAsync(sessions, static session => session.FirstTokenAsync(Hello), context.Runs));
            await Task.Delay(Rest, TimeProvider.System);
            yield return new Row("the same sessions, idle (PSS of all: keeper, daemon and agents)", "MiB", new Samples([Memory(claude.Steward, sessions) / Mebi]))
            {
                Note = $"keeper and daemon {claude.Steward.MemoryBytes / Mebi:0} MiB of it",
            };
        }
        finally
        {
            sessions.ForEach(static session => session.Dispose());
        }
    }

    private static async Task<(Samples Cold, Samples Warm, long Bytes)> DirectlyAsync(ClaudeInstance claude, int runs)
    {
        var all = new List<DirectClaude>();
        try
        {
            for (var i = 0; i < Sessions; i++) all.Add(claude.Directly("--session-id", Guid.NewGuid().ToString()));
            var cold = await AllAsync(all, static async one => one.MillisecondsSinceStart + await one.FirstTokenAsync(Hello));
            var warm = await WarmAsync(all, static one => one.FirstTokenAsync(Hello), runs);
            await Task.Delay(Rest, TimeProvider.System);
            return (cold, warm, all.Sum(static one => Processes.ProportionalBytes(one.Pid)));
        }
        finally
        {
            foreach (var one in all) await one.DisposeAsync();
        }
    }

    private static async Task<Samples> AllAsync<T>(IReadOnlyList<T> all, Func<T, Task<double>> turn) => new(await Task.WhenAll(all.Select(one => Task.Run(() => turn(one)))));

    private static async Task<Samples> WarmAsync<T>(IReadOnlyList<T> all, Func<T, Task<double>> turn, int runs)
    {
        var values = new List<double>();
        for (var run = 0; run < runs; run++) values.AddRange((await AllAsync(all, turn)).Values);
        return new Samples(values);
    }

    private static long Memory(Instance steward, IReadOnlyList<KeptClaude> sessions) =>
        steward.MemoryBytes + sessions.Sum(static session => Processes.Carrying($"STEWARD_SESSION_ID={session.Session}").Sum(Processes.ProportionalBytes));
}
