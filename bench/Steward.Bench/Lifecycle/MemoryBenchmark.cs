using Steward.Bench.Instances;
using Steward.Bench.Measures;
using Steward.Bench.Peers;

namespace Steward.Bench.Lifecycle;

/// <summary>What an idle Steward takes of the machine's memory, keeper and daemon together.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private const int Requests = 6, ManyRequests = 20_000;
    private const double Mebi = 1 << 20;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    public string Name => "memory";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        var (keepers, daemons, used) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < context.Runs; i++)
        {
            await using var instance = new Instance(context.Program);
            await instance.Command("start").MillisecondsAsync();
            for (var request = 0; request < Requests; request++) await instance.Client.DaemonAsync();
            await Task.Delay(Rest, TimeProvider.System);
            var state = instance.State;
            keepers.Add(Processes.ProportionalBytes(state.KeeperPid) / Mebi);
            daemons.Add(Processes.ProportionalBytes(state.Pid) / Mebi);
            for (var request = 0; request < ManyRequests; request++) await instance.Client.DaemonAsync();
            used.Add(instance.MemoryBytes / Mebi);
        }
        yield return new Row("idle memory, keeper and daemon (PSS)", "MiB", new Samples([.. keepers.Zip(daemons, static (keeper, daemon) => keeper + daemon)]))
        {
            Target = 65,
            Note = $"keeper {new Samples(keepers).Median:0.0}, daemon {new Samples(daemons).Median:0.0}",
        };
        yield return new Row($"the same after {ManyRequests:N0} requests", "MiB", new Samples(used));
        if (context.Peers.Find("codex") is { } codex)
        {
            var (_, bytes) = await CodexServer.MeasureAsync(context.Peers, codex, alsoMemory: true);
            yield return new Row("`codex app-server`, idle (PSS)", "MiB", new Samples([bytes / Mebi])) { Note = codex.Version };
        }
        if (context.Peers.Find("pm2") is not { } pm2) yield break;
        using var home = context.Peers.NewHome();
        await home.Command(pm2, "ping").MillisecondsAsync();
        await Task.Delay(Rest, TimeProvider.System);
        yield return new Row("pm2's daemon, idle (PSS)", "MiB", new Samples([home.MemoryBytes / Mebi])) { Note = pm2.Version };
        await home.EndEverythingAsync();
    }
}
