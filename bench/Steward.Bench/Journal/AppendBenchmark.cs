using System.Diagnostics;
using System.Text;
using Steward.Bench.Measures;
using Steward.Daemon.Files;
using Steward.Daemon.Journal;

namespace Steward.Bench.Journal;

/// <summary>Sixteen sessions append an event each, again and again, and each waits until its own is on disk.</summary>
internal sealed class AppendBenchmark : IBenchmark
{
    private const int Sessions = 16;
    private const int BodyBytes = 291;
    private const int StateBytes = 700;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    public string Name => "appends";

    public async IAsyncEnumerable<Row> RunAsync(BenchContext context)
    {
        await RateAsync(withState: false);
        yield return new Row("durable appends, 16 sessions, events alone (the journal in this process)", "events/s",
            await Samples.TakeAsync(context.Runs, static () => RateAsync(withState: false)))
        { Target = 25_000, MoreIsBetter = true };
        yield return new Row("the same with the session's state and columns in each transaction, as a turn writes it", "events/s",
            await Samples.TakeAsync(context.Runs, static () => RateAsync(withState: true)));
    }

    private static async Task<double> RateAsync(bool withState)
    {
        var folder = Directory.CreateTempSubdirectory("steward-bench-journal-");
        try
        {
            await using var journal = SqliteJournal.Open(OptionsFor(folder.FullName));
            var began = Stopwatch.GetTimestamp();
            var counts = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => Task.Run(() => WriteAsync(journal, $"session_{number}", began, withState))));
            return counts.Sum() / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static JournalOptions OptionsFor(string folder) => new()
    {
        Folder = folder,
        Published = static _ => { },
        OnFatal = static failure => Environment.FailFast("The journal failed.", failure),
        Steps = new DurableSteps(null),
    };

    private static async Task<long> WriteAsync(SqliteJournal journal, string session, long began, bool withState)
    {
        var happened = new JournalEvent("turn.token", DateTimeOffset.UnixEpoch.AddDays(20_000), Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', BodyBytes - 11)}}"}"""));
        var state = Encoding.UTF8.GetBytes($$"""{"text":"{{new string('s', StateBytes - 11)}}"}""");
        var seq = 0L;
        for (; Stopwatch.GetElapsedTime(began) < Span; seq++)
        {
            var batch = new JournalBatch { Session = session, ExpectedSeq = seq, Events = [happened] };
            await journal.AppendAsync(withState ? batch with { State = state, Columns = new SessionColumns { CreatedAt = happened.At, Live = true } } : batch, default);
        }
        return seq;
    }
}
