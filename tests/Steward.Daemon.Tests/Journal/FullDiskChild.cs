using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

/// <summary>Runs in a small file system of its own: fills it, and lives through it. Says what went wrong, or "survived".</summary>
internal static class FullDiskChild
{
    private const int LeftOver = 300 << 10;

    public static async Task<int> RunAsync(string folder)
    {
        var fatal = new List<Exception>();
        var options = LedgerChild.Options(Path.Combine(folder, "daemon")) with { OnFatal = fatal.Add, BallastBytes = 256 << 10 };
        var journal = SqliteJournal.Open(options);
        var filler = Path.Combine(folder, "filler");
        var seq = await AppendAsync(journal, 0);
        for (var round = 0; round < 3; round++)
        {
            Fill(filler);
            seq = await UntilFullAsync(journal, seq);
            Ledger.Check(journal, new() { ["s0"] = seq });
            seq = await AppendAsync(journal, seq, essential: true);
            await journal.DisposeAsync();
            journal = SqliteJournal.Open(options);
            Ledger.Check(journal, new() { ["s0"] = seq });
            File.Delete(filler);
            seq = await AppendAsync(journal, seq);
        }

        await journal.DisposeAsync();
        await using (var again = SqliteJournal.Open(options)) Ledger.Check(again, new() { ["s0"] = seq });
        Console.WriteLine(fatal.Count == 0 ? $"survived {seq}" : fatal[0].ToString());
        return 0;
    }

    private static async Task<long> UntilFullAsync(SqliteJournal journal, long seq)
    {
        while (true)
        {
            try
            {
                seq = await AppendAsync(journal, seq);
            }
            catch (StorageFullException)
            {
                return seq;
            }

            if (seq > 1_000_000) throw new InvalidOperationException("this disk is never full");
        }
    }

    private static async Task<long> AppendAsync(SqliteJournal journal, long seq, bool essential = false) =>
        (await journal.AppendAsync(LedgerChild.Batch("s0", seq) with { Essential = essential }, CancellationToken.None)).Events[^1].Seq;

    private static void Fill(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            var block = new byte[4096];
            for (var offset = 0L; ; offset += block.Length) RandomAccess.Write(file, block, offset);
        }
        catch (IOException)
        {
            // Full: as it should be. A little is given back, so that the journal itself meets the end of the disk.
        }

        using var filled = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        RandomAccess.SetLength(filled, Math.Max(0, RandomAccess.GetLength(filled) - LeftOver));
    }
}
