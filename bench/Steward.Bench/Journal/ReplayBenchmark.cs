using System.Diagnostics;
using System.Text;
using Steward.Bench.Instances;
using Steward.Bench.Measures;
using Steward.Bench.Streams;
using Steward.Daemon.Journal;

namespace Steward.Bench.Journal;

/// <summary>A journal with a million events: how long it takes to open, and how fast its events come after a sequence.</summary>
internal sealed class ReplayBenchmark : IBenchmark
{
    private const int Events = 1_000_000;
    private const int PerBatch = 2_000;
    private const long After = 100_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Name => "replay";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        await using var instance = await Instance.BusyAsync(context.Program);
        var session = await instance.NewSessionAsync();
        await instance.Command("stop").MillisecondsAsync();
        var last = await FillAsync(instance.Home.DaemonDirectory, session);
        var (opens, reads) = (new List<double>(), new List<double>());
        for (var run = 0; run <= context.Runs; run++)
        {
            var began = Stopwatch.GetTimestamp();
            await using var journal = SqliteJournal.Open(AppendBenchmark.OptionsFor(instance.Home.DaemonDirectory));
            var opened = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            var rate = ReadAll(journal, session, last);
            if (run == 0) continue;
            opens.Add(opened);
            reads.Add(rate);
        }
        yield return new Row("opening a journal of 1M events", "ms", new Samples(opens)) { Target = 100 };
        yield return new Row("replay after a sequence, 1M stored events (the journal in this process)", "events/s", new Samples(reads)) { Target = 200_000, MoreIsBetter = true };
        yield return new Row("`steward start` with 1M stored events", "ms", await Samples.TakeAsync(context.Runs, () => StartAgainAsync(instance)));
        await StreamedAsync(instance, session, last);
        yield return new Row("the same replay over the API, to a subscriber", "events/s",
            await Samples.TakeAsync(context.Runs, () => StreamedAsync(instance, session, last)));
    }

    private static async Task<double> StartAgainAsync(Instance instance)
    {
        await (instance.Command("stop", "--now") with { MayFail = true }).MillisecondsAsync();
        return await instance.Command("start").MillisecondsAsync();
    }

    private static async Task<long> FillAsync(string folder, string session)
    {
        await using var journal = SqliteJournal.Open(AppendBenchmark.OptionsFor(folder));
        var seq = journal.LoadState(session)?.LastSeq ?? 0;
        var body = Encoding.UTF8.GetBytes($$"""{"turnId":"turn_bench","text":"{{new string('x', 250)}}"}""");
        var happened = Enumerable.Repeat(new JournalEvent("turn.token", DateTimeOffset.UnixEpoch.AddDays(20_000), body), PerBatch).ToList();
        for (var written = 0; written < Events; written += PerBatch, seq += PerBatch)
            await journal.AppendAsync(new JournalBatch { Session = session, ExpectedSeq = seq, Events = happened }, default);
        return seq;
    }

    private static double ReadAll(SqliteJournal journal, string session, long last)
    {
        const int page = 512, pageBytes = 1 << 20;
        var began = Stopwatch.GetTimestamp();
        for (var after = After; after < last;) after = journal.ReadSession(session, after, page, pageBytes)[^1].Seq;
        return (last - After) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<double> StreamedAsync(Instance instance, string session, long last)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        using var stream = RawStream.Open(instance.Home.ApiSocket, $"sessionId={session}&afterSeq={After}");
        var mark = Encoding.ASCII.GetBytes($"id: {last}\n");
        var buffer = new byte[1 << 20];
        var began = Stopwatch.GetTimestamp();
        for (var kept = 0; ;)
        {
            var got = kept + await stream.ReceiveAsync(buffer.AsMemory(kept), limit.Token);
            if (buffer.AsSpan(0, got).IndexOf(mark) >= 0) return (last - After) / Stopwatch.GetElapsedTime(began).TotalSeconds;
            kept = Math.Min(mark.Length, got);
            buffer.AsSpan(got - kept, kept).CopyTo(buffer);
        }
    }
}
