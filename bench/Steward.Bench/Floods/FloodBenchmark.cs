using System.Diagnostics;
using Steward.Bench.Instances;
using Steward.Bench.Measures;
using Steward.Bench.Streams;

namespace Steward.Bench.Floods;

/// <summary>An agent that writes without end, and a subscriber that never reads: by how much keeper and daemon grow.</summary>
internal sealed class FloodBenchmark : IBenchmark
{
    private const double Mebi = 1 << 20;
    private const long Gigabyte = 1_000_000_000, Unread = 100_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4), Look = TimeSpan.FromMilliseconds(50), Rest = TimeSpan.FromSeconds(2);

    public string Name => "flood";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        var seconds = 0.0;
        yield return new Row("more memory while a child floods 1 GB (PSS of keeper and daemon, at most)", "MiB", await Samples.TakeAsync(1, async () =>
        {
            await using var instance = await Instance.BusyAsync(context.Program);
            var (growth, took) = await GrowthAsync(instance, Gigabyte, subscribed: false);
            seconds = took;
            return growth;
        }))
        { Target = 64, Note = "one run" };
        yield return new Row("the same flood, until its last byte is durable", "MB/s", new Samples([Gigabyte / 1e6 / seconds]));
        yield return new Row("more memory while 100 MB go to a subscriber that reads nothing", "MiB", await Samples.TakeAsync(Math.Min(context.Runs, 3), async () =>
        {
            await using var instance = await Instance.BusyAsync(context.Program);
            return (await GrowthAsync(instance, Unread, subscribed: true)).Mebibytes;
        }))
        { Target = 64 };
    }

    private static async Task<(double Mebibytes, double Seconds)> GrowthAsync(Instance instance, long bytes, bool subscribed)
    {
        var session = await instance.NewSessionAsync();
        await DoneAsync(instance, session, "say warm");
        await Task.Delay(Rest, TimeProvider.System);
        using var deaf = subscribed ? RawStream.Open(instance.Home.ApiSocket, $"sessionId={session}") : null;
        var (before, most) = (instance.MemoryBytes, 0L);
        var began = Stopwatch.GetTimestamp();
        var flood = DoneAsync(instance, session, $"flood {bytes}");
        while (!flood.IsCompleted)
        {
            most = Math.Max(most, instance.MemoryBytes);
            await Task.WhenAny(flood, Task.Delay(Look, TimeProvider.System));
        }
        await flood;
        return ((most - before) / Mebi, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static async Task DoneAsync(Instance instance, string session, string script)
    {
        await instance.ScriptAsync(session, script);
        var began = Stopwatch.GetTimestamp();
        while ((await instance.Client.SessionAsync(session)).Status != "idle")
        {
            if (Stopwatch.GetElapsedTime(began) > Limit) throw new TimeoutException($"'{script}' was not done within {Limit.TotalMinutes} minutes.");
            await Task.Delay(Look, TimeProvider.System);
        }
    }
}
