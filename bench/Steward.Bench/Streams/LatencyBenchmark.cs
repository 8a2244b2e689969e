using System.Diagnostics;
using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.Streams;

/// <summary>From the moment at which an agent says a word, over the disk, to a subscriber of all sessions.</summary>
internal sealed class LatencyBenchmark : IBenchmark
{
    private const int Busy = 50;
    private const int PaceMilliseconds = 60;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8), Window = TimeSpan.FromSeconds(5);

    public string Name => "latency";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        await using var instance = await Instance.BusyAsync(context.Program);
        // Joined when all have begun: a subscriber that does not read meanwhile would be let go.
        var before = await BusySessions.BeginAsync(instance, Busy, PaceMilliseconds);
        using var stream = RawStream.OpenAll(instance.Home.ApiSocket, before);
        var reader = new ClockReader();
        HearAll(stream, reader);
        Collect(stream, reader, WarmUp);
        using var machine = new Punctuality();
        var windows = new List<Samples>();
        for (var run = 0; run < context.Runs; run++) windows.Add(Collect(stream, reader, Window));
        yield return new Row("agent's line → subscriber, durable first, 50 busy sessions, p99", "ms", new Samples([.. windows.Select(static ages => ages.At(0.99))]))
        {
            Target = 5,
            Note = $"{windows.Sum(static ages => ages.Count)} lines; p50 {new Samples([.. windows.Select(static ages => ages.Median)]).Median:0.00} ms, worst {windows.Max(static ages => ages.Max):0.0} ms; {machine.Note()}",
        };
    }

    private static void HearAll(RawStream stream, ClockReader reader)
    {
        while (reader.SessionsSeen < Busy) reader.Take(stream.Receive(reader.Room.Span), []);
    }

    // A blocking read: the way through the pool of threads would be part of what is measured.
    private static Samples Collect(RawStream stream, ClockReader reader, TimeSpan span)
    {
        var ages = new List<double>();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < span;)
            reader.Take(stream.Receive(reader.Room.Span), ages);
        return new Samples(ages);
    }
}
