using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.Commands;

/// <summary><c>steward status</c> of a daemon that runs.</summary>
internal sealed class StatusBenchmark : IBenchmark
{
    private const int Times = 4;

    public string Name => "status";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        var runs = context.Runs * Times;
        await using (var instance = await Instance.BusyAsync(context.Program))
        {
            yield return new Row("`steward status`", "ms", await instance.Command("status").RepeatAsync(runs)) { Target = 60 };
            yield return new Row("`steward sessions list`", "ms", await instance.Command("sessions", "list").RepeatAsync(runs));
        }
        if (context.Peers.Find("pm2") is not { } pm2) yield break;
        using var home = context.Peers.NewHome();
        await home.Command(pm2, "ping").MillisecondsAsync();
        yield return new Row("`pm2 list`", "ms", await home.Command(pm2, "list").RepeatAsync(runs)) { Note = pm2.Version };
        await home.EndEverythingAsync();
    }
}
