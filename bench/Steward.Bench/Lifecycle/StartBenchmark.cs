using Steward.Bench.Instances;
using Steward.Bench.Measures;
using Steward.Bench.Peers;

namespace Steward.Bench.Lifecycle;

/// <summary><c>steward start</c>, which returns when the daemon answers: the whole command, from the outside.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    private const int Sessions = 20;

    public string Name => "start";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        await OnEmptyHomeAsync(context);
        yield return new Row("`steward start` until healthy, empty home", "ms", await Samples.TakeAsync(context.Runs, () => OnEmptyHomeAsync(context))) { Target = 220 };
        await using (var used = await Instance.BusyAsync(context.Program))
        {
            await FillAsync(used);
            yield return new Row("`steward start` until healthy, used home", "ms", await Samples.TakeAsync(context.Runs, () => AgainAsync(used)))
            {
                Target = 220,
                Note = $"{Sessions} sessions with a turn each",
            };
        }
        if (context.Peers.Find("codex") is { } codex)
        {
            var starts = await Samples.TakeAsync(context.Runs, async () => (await CodexServer.MeasureAsync(context.Peers, codex, alsoMemory: false)).StartMilliseconds);
            yield return new Row("`codex app-server` until its first answer", "ms", starts) { Note = codex.Version };
        }
        if (context.Peers.Find("pm2") is not { } pm2) yield break;
        yield return new Row("`pm2 ping` on an empty home (starts its daemon)", "ms", await Samples.TakeAsync(context.Runs, async () =>
        {
            using var home = context.Peers.NewHome();
            var took = await home.Command(pm2, "ping").MillisecondsAsync();
            await home.EndEverythingAsync();
            return took;
        }))
        { Note = pm2.Version };
    }

    private static async Task<double> OnEmptyHomeAsync(BenchContext context)
    {
        await using var instance = new Instance(context.Program);
        var took = await instance.Command("start").MillisecondsAsync();
        await instance.Client.HealthAsync();
        return took;
    }

    private static async Task<double> AgainAsync(Instance used)
    {
        await used.Command("stop", "--now").MillisecondsAsync();
        var took = await used.Command("start").MillisecondsAsync();
        await used.Client.HealthAsync();
        return took;
    }

    private static async Task FillAsync(Instance used)
    {
        for (var i = 0; i < Sessions; i++)
        {
            var session = await used.NewSessionAsync();
            var turn = await used.ScriptAsync(session, "words 50");
            await foreach (var happened in used.Client.FollowAsync(session, turn.Seq))
                if (happened.Event == "turn.done") break;
        }
    }
}
