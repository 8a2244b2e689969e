using System.Diagnostics;
using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.ClaudeCode;

/// <summary>What a session with Claude Code takes of memory and processor, idle and while it writes: Steward's share, and that of Claude Code itself.</summary>
internal sealed class ClaudeMemoryBenchmark : IBenchmark
{
    private const int Sessions = 4;
    private const double Mebi = 1 << 20;

    /// <summary>More words than the window has room for, about 30 a second.</summary>
    private const string Writing = "[[slow:600:0.03]]";

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3), Window = TimeSpan.FromSeconds(10);

    public string Name => "claude-memory";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        if (await ClaudeInstance.StartAsync(context) is not { } claude) yield break;
        await using var _ = claude;
        await Task.Delay(Rest, TimeProvider.System);
        var before = claude.Steward.MemoryBytes;
        var sessions = new List<KeptClaude>();
        try
        {
            for (var i = 0; i < Sessions; i++) sessions.Add(await KeptClaude.OpenAsync(claude.Steward));
            foreach (var session in sessions) await session.FirstTokenAsync("[[text:hello]]");
            await Task.Delay(Rest, TimeProvider.System);
            var idle = await UseAsync(claude.Steward, sessions);
            foreach (var row in Rows("idle", idle, before)) yield return row;
            foreach (var session in sessions) await session.BeginAsync(Writing);
            await Task.Delay(Rest, TimeProvider.System);
            foreach (var row in Rows("writing 30 words/s", await UseAsync(claude.Steward, sessions), before)) yield return row;
        }
        finally
        {
            sessions.ForEach(static session => session.Dispose());
        }
    }

    private static IEnumerable<Row> Rows(string doing, Use use, long before)
    {
        yield return new Row($"memory of a `claude` session, {doing}: Steward's share (PSS, beyond keeper and daemon without a session)", "MiB", new Samples([(use.StewardBytes - before) / Mebi / Sessions])) { Note = $"{Sessions} sessions" };
        yield return new Row($"memory of a `claude` session, {doing}: claude's own (PSS)", "MiB", new Samples([use.ClaudeBytes / Mebi / Sessions]));
        yield return new Row($"processor of a `claude` session, {doing}: Steward's share", "% of a core", new Samples([100 * use.StewardSeconds / Window.TotalSeconds / Sessions]));
        yield return new Row($"processor of a `claude` session, {doing}: claude's own", "% of a core", new Samples([100 * use.ClaudeSeconds / Window.TotalSeconds / Sessions]));
    }

    /// <summary>Memory at the end of a window, and the processor's time within it.</summary>
    private static async Task<Use> UseAsync(Instance steward, IReadOnlyList<KeptClaude> sessions)
    {
        int[] own = [steward.State.KeeperPid, steward.State.Pid];
        var agents = sessions.SelectMany(static session => Processes.Carrying($"STEWARD_SESSION_ID={session.Session}")).ToList();
        var (ownBefore, agentsBefore) = (own.Sum(Processes.ProcessorSeconds), agents.Sum(Processes.ProcessorSeconds));
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(Window, TimeProvider.System);
        var share = Window / Stopwatch.GetElapsedTime(began);
        return new Use(own.Sum(Processes.ProportionalBytes), agents.Sum(Processes.ProportionalBytes), share * (own.Sum(Processes.ProcessorSeconds) - ownBefore), share * (agents.Sum(Processes.ProcessorSeconds) - agentsBefore));
    }

    private sealed record Use(long StewardBytes, long ClaudeBytes, double StewardSeconds, double ClaudeSeconds);
}
