using System.Text;
using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

/// <summary>Writes without an end and says on stdout what was acknowledged, one <c>session seq</c> a line. Exits 70 when storage fails.</summary>
internal static class LedgerChild
{
    public const int EventsInBatch = 3;

    public static async Task<int> RunAsync(string folder, int writers)
    {
        var output = Console.OpenStandardOutput();
        await using var journal = SqliteJournal.Open(Options(folder));
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(journal, $"s{writer}", output))));
        return 0;
    }

    public static JournalOptions Options(string folder) => new()
    {
        Folder = folder,
        Published = _ => { },
        OnFatal = _ => Environment.Exit(70),
        FreeSpaceFloor = 0,
        BallastBytes = 64 << 10,
        CheckpointPages = 50,
    };

    /// <summary>All of it belongs together: three events, the state, the mark and the key of one sequence.</summary>
    public static JournalBatch Batch(string session, long seq) => new()
    {
        Session = session,
        ExpectedSeq = seq,
        Events = [.. Enumerable.Range(1, EventsInBatch).Select(i => new JournalEvent(
            "turn.token", DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes(Body(session, seq + i))))],
        State = Encoding.UTF8.GetBytes($"{{\"seq\":{seq + EventsInBatch}}}"),
        Columns = new SessionColumns { CreatedAt = DateTimeOffset.UnixEpoch, Live = true },
        Process = new ProcessMark { Launch = $"launch-{session}", Session = session, OutOffset = seq + EventsInBatch },
        Keys = [new IdempotencyRecord { Scope = session, Key = $"{seq}", RequestHash = new byte[32], Status = 200 }],
    };

    public static string Body(string session, long seq) => $"{{\"at\":\"{session}/{seq}\",\"text\":\"{new string('x', (int)(seq * 37 % 900))}\"}}";

    private static async Task WriteAsync(SqliteJournal journal, string session, Stream output)
    {
        var seq = journal.LoadState(session)?.LastSeq ?? 0;
        while (true)
        {
            seq = (await journal.AppendAsync(Batch(session, seq), CancellationToken.None)).Events[^1].Seq;
            var line = Encoding.UTF8.GetBytes($"{session} {seq}\n");
            lock (output) output.Write(line);
        }
    }
}
