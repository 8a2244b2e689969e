using Steward.Daemon.Files;
using Steward.Daemon.Journal;
using static Steward.Daemon.Tests.Journal.JournalFixture;

namespace Steward.Daemon.Tests.Journal;

public sealed class FailingStorageTests
{
    public static TheoryData<string, string, int> Failures => new()
    {
        { nameof(StorageStep.Begin), nameof(StorageMoment.Before), Posix.EIO },
        { nameof(StorageStep.Commit), nameof(StorageMoment.Before), Posix.EIO },
        { nameof(StorageStep.Commit), nameof(StorageMoment.After), Posix.EIO },
        { nameof(StorageStep.Commit), nameof(StorageMoment.After), Posix.ENOSPC },
        { nameof(StorageStep.Checkpoint), nameof(StorageMoment.Before), Posix.EIO },
        { nameof(StorageStep.Checkpoint), nameof(StorageMoment.After), Posix.EIO },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failed_step_ends_the_journal_for_good_and_nothing_unwritten_is_acknowledged(string step, string moment, int error)
    {
        var faults = new FaultAt(Enum.Parse<StorageStep>(step), Enum.Parse<StorageMoment>(moment), skip: 2, error);
        await using var fixture = new JournalFixture(options => options with { Steps = new DurableSteps(faults), CheckpointPages = 1 });
        faults.Armed = true;
        var acknowledged = 0;
        var failure = await Assert.ThrowsAsync<StorageFailedException>(async () =>
        {
            for (; acknowledged < 20; acknowledged++) await fixture.AppendAsync("a", acknowledged, Event());
        });
        Assert.Same(failure, await fixture.Fatal.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.InRange(acknowledged, 1, 4);
        await Assert.ThrowsAsync<StorageFailedException>(() => fixture.AppendAsync("b", 0, Event()));
        Assert.True(fixture.Read("a").Count >= acknowledged);

        fixture.Options = fixture.Options with { Steps = new DurableSteps(null) };
        await fixture.ReopenAsync();
        Assert.Empty(fixture.Journal.Salvages);
        var there = fixture.Read("a").Count;
        Assert.InRange(there, acknowledged, acknowledged + 1);
        await fixture.AppendAsync("a", there, Event());
    }

    // The second is SQLite's sync of the folder, whose failure it ignores: opening has synced the folder itself by then.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(40)]
    public async Task A_sync_that_the_kernel_fails_is_never_acknowledged_and_ends_the_process(int which)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        using var folder = new TemporaryFolder();
        await using (SqliteJournal.Open(LedgerChild.Options(folder.At("daemon"))))
        {
            // Made by a process that nobody disturbs: the failing one then meets appends and checkpoints alone.
        }

        string[] failing = ["strace", "-f", "-qq", "-o", folder.At("trace"), "-e", $"inject=fdatasync:error=EIO:when={which}", "-e", "trace=fdatasync"];
        using var child = ChildProcess.Start(["ledger", folder.At("daemon"), "4"], null, failing);
        var (code, output, _) = await child.EndAsync();

        Assert.Contains("EIO", await File.ReadAllTextAsync(folder.At("trace"), TestContext.Current.CancellationToken));
        Assert.Equal(70, code);
        await using var journal = SqliteJournal.Open(LedgerChild.Options(folder.At("daemon")));
        Ledger.Check(journal, Ledger.Parse(output));
    }

    [Fact]
    public async Task Every_acknowledgement_follows_a_sync_that_came_after_the_one_before_it()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed");
        using var folder = new TemporaryFolder();
        string[] traced = ["strace", "-f", "-qq", "-s", "40", "-o", folder.At("trace"), "-e", "trace=fdatasync,fsync,write"];
        using var child = ChildProcess.Start(["ledger", folder.At("daemon"), "1"], null, traced);
        for (var line = 0; line < 300; line++) Assert.NotNull(await child.Output.ReadLineAsync(TestContext.Current.CancellationToken));
        child.Kill();

        var (synced, acknowledged) = (false, 0);
        foreach (var call in await File.ReadAllLinesAsync(folder.At("trace"), TestContext.Current.CancellationToken))
        {
            // A call that another thread interrupts is written in two lines; it has happened at the second.
            if (call.Contains("sync(") && call.EndsWith("= 0") || call.Contains("sync resumed>") && call.EndsWith("= 0")) synced = true;
            if (!call.Contains(", \"s0 ")) continue;
            Assert.True(synced, $"acknowledgement {acknowledged + 1} came before a sync");
            (synced, acknowledged) = (false, acknowledged + 1);
        }

        Assert.InRange(acknowledged, 300, int.MaxValue);
    }
}
