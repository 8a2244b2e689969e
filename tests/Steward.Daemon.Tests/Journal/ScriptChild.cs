using System.Text;
using Steward.Daemon.Files;
using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

/// <summary>The same durable steps in the same order each time, so that a test can end the process at each of them.</summary>
internal static class ScriptChild
{
    public const int Batches = 8;

    public static async Task<int> RunAsync(string folder)
    {
        var options = LedgerChild.Options(folder) with { CheckpointPages = 12 };
        await using (var journal = SqliteJournal.Open(options))
        {
            var seq = journal.LoadState("s0")?.LastSeq ?? 0;
            for (var i = 0; i < Batches; i++)
            {
                seq = (await journal.AppendAsync(LedgerChild.Batch("s0", seq), CancellationToken.None)).Events[^1].Seq;
                Console.WriteLine($"s0 {seq}");
            }

            await journal.AppendAsync(new JournalBatch { Session = "gone", ExpectedSeq = 0, Events = [Words] }, CancellationToken.None);
            await journal.DeleteSessionAsync("gone", CancellationToken.None);
            Console.WriteLine("deleted");
        }

        OwnerFiles.Replace(Path.Combine(folder, "state.json"), "new"u8);
        Console.WriteLine("replaced");
        return 0;
    }

    /// <summary>Opens, which salvages a damaged one, and says what is readable.</summary>
    public static async Task<int> OpenAsync(string folder)
    {
        await using var journal = SqliteJournal.Open(LedgerChild.Options(folder));
        Console.WriteLine($"opened {(journal.Salvages is [.., var last] ? last.EventsKept : 0)}");
        return 0;
    }

    private static JournalEvent Words => new("turn.token", DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes("{}"));
}
