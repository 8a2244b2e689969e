using System.Diagnostics;
using System.Globalization;
using Steward.Bench.Instances;
using Steward.Bench.Measures;

namespace Steward.Bench.Streams;

/// <summary>A thousand subscribers of everything, and fifty events a second. The subscribers live in a process of their own.</summary>
internal sealed class FanOutBenchmark : IBenchmark
{
    private const int Subscribers = 1000;
    private const int Busy = 3;
    private const int PaceMilliseconds = 60;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6), Window = TimeSpan.FromSeconds(5), Limit = TimeSpan.FromSeconds(60);

    public string Name => "fan-out";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        await using var instance = await Instance.BusyAsync(context.Program);
        var start = new ProcessStartInfo(Environment.ProcessPath!, [SubscriberCrowd.Verb, instance.Home.ApiSocket, $"{Subscribers}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var crowd = Process.Start(start)!;
        try
        {
            await LineAsync(crowd);
            await BusySessions.BeginAsync(instance, Busy, PaceMilliseconds);
            await Task.Delay(WarmUp, TimeProvider.System);
            using var machine = new Punctuality();
            var (tails, middles, heard, gone) = (new List<double>(), new List<double>(), 0L, 0);
            for (var run = 0; run < context.Runs; run++)
            {
                var figures = await WindowAsync(crowd);
                heard += (long)figures[0];
                middles.Add(figures[1]);
                tails.Add(figures[2]);
                gone = (int)figures[3];
            }
            yield return new Row("1,000 subscribers × 50 events/s, line → subscriber, p99", "ms", new Samples(tails))
            {
                Target = 25,
                Note = $"{heard / (Window.TotalSeconds * context.Runs):0} deliveries/s; p50 {new Samples(middles).Median:0.0} ms; {gone} subscribers let go; {machine.Note()}",
            };
        }
        finally
        {
            crowd.Kill();
        }
    }

    private static async Task<double[]> WindowAsync(Process crowd)
    {
        await crowd.StandardInput.WriteLineAsync("begin");
        await crowd.StandardInput.FlushAsync();
        await Task.Delay(Window, TimeProvider.System);
        await crowd.StandardInput.WriteLineAsync("end");
        await crowd.StandardInput.FlushAsync();
        return [.. (await LineAsync(crowd)).Split(' ').Select(static figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }

    private static async Task<string> LineAsync(Process crowd) =>
        await crowd.StandardOutput.ReadLineAsync().WaitAsync(Limit, TimeProvider.System) ?? throw new IOException("The subscribers ended.");
}
