using Steward.Daemon.Journal;

namespace Steward.Daemon.Tests.Journal;

public sealed class KillingTests
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_writer_is_killed_at_random_again_and_again()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new Dictionary<string, long>();
        var random = new Random(4711);
        for (var round = 0; round < 12; round++)
        {
            using var child = ChildProcess.Start(["ledger", folder.At("daemon"), "8"]);
            // So many lines in, not so many milliseconds: a slow machine is killed in mid-write, too.
            var lines = new List<string>();
            for (var line = random.Next(1, 400); line > 0; line--) lines.Add((await child.Output.ReadLineAsync(TestContext.Current.CancellationToken))!);
            child.Kill();
            var (_, rest, errors) = await child.EndAsync();
            Assert.Equal("", errors);
            foreach (var (session, seq) in Ledger.Parse(string.Join('\n', lines) + "\n" + rest)) acknowledged[session] = seq;
            await using var journal = SqliteJournal.Open(LedgerChild.Options(folder.At("daemon")));
            Ledger.Check(journal, acknowledged);
        }

        Assert.Equal(8, acknowledged.Count);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Killed_at_each_durable_step_it_keeps_what_was_acknowledged_and_goes_on(string moment)
    {
        for (var step = 1; ; step++)
        {
            using var folder = new TemporaryFolder(inMemory: true);
            Directory.CreateDirectory(folder.At("daemon"));
            await File.WriteAllBytesAsync(folder.At("daemon/state.json"), "old"u8.ToArray(), TestContext.Current.CancellationToken);
            var (code, output) = await RunScriptAsync("script", folder, $"{step}:{moment}");
            await using (var journal = SqliteJournal.Open(LedgerChild.Options(folder.At("daemon"))))
            {
                Ledger.Check(journal, Ledger.Parse(output));
                var seq = journal.LoadState("s0")?.LastSeq ?? 0;
                await journal.AppendAsync(LedgerChild.Batch("s0", seq), TestContext.Current.CancellationToken);
                Ledger.Check(journal, []);
                if (output.Contains("deleted")) Assert.Null(journal.LoadState("gone"));
            }

            var state = await File.ReadAllTextAsync(folder.At("daemon/state.json"), TestContext.Current.CancellationToken);
            Assert.True(state == "new" || (state == "old" && !output.Contains("replaced")), $"step {step}: \"{state}\"");
            if (code != 0) continue;
            // The hook no longer fires: every step of the script has been tried.
            Assert.Contains("replaced", output);
            Assert.True(step > 2 * ScriptChild.Batches, $"only {step} steps were seen");
            return;
        }
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Killed_at_each_step_of_a_salvage_it_salvages_the_same_and_keeps_the_damaged_file(string moment)
    {
        using var original = new TemporaryFolder();
        await RunScriptAsync("script", original, "0:before");
        var damaged = await File.ReadAllBytesAsync(original.At("daemon/steward.db"), TestContext.Current.CancellationToken);
        damaged[3] ^= 1;
        for (var step = 1; ; step++)
        {
            using var folder = new TemporaryFolder(inMemory: true);
            Directory.CreateDirectory(folder.At("daemon"));
            await File.WriteAllBytesAsync(folder.At("daemon/steward.db"), damaged, TestContext.Current.CancellationToken);
            var (code, output) = await RunScriptAsync("open", folder, $"{step}:{moment}");
            await using (var journal = SqliteJournal.Open(LedgerChild.Options(folder.At("daemon"))))
                Assert.Equal(24, journal.ReadSession("s0", 0, 1000, long.MaxValue).Count(e => e.Type == "turn.token"));
            var kept = Assert.Single(Directory.GetFiles(folder.At("daemon"), "steward.db.damaged-*Z"));
            Assert.Equal(damaged, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));
            if (code != 0) continue;
            Assert.Contains("opened 24", output);
            Assert.True(step > 10, $"only {step} steps were seen");
            return;
        }
    }

    private static async Task<(int Code, string Output)> RunScriptAsync(string mode, TemporaryFolder folder, string killAt)
    {
        using var child = ChildProcess.Start([mode, folder.At("daemon")], new Dictionary<string, string>
        {
            ["STEWARD_TEST_HOOKS"] = "1",
            ["STEWARD_KILL_AT"] = killAt,
        });
        var (code, output, errors) = await child.EndAsync();
        Assert.Equal("", errors);
        Assert.True(code is 0 or 137, $"exit code {code}");
        return (code, output);
    }
}
