using Steward.Daemon.Files;
using Steward.Daemon.Journal;
using static Steward.Daemon.Tests.Journal.JournalFixture;

namespace Steward.Daemon.Tests.Journal;

public sealed class FullDiskTests
{
    [Theory]
    [InlineData("2m")]
    [InlineData("4m")]
    [InlineData("16m")]
    public async Task A_really_full_disk_loses_nothing_leaves_reads_and_stop_working_and_heals(string size)
    {
        using var folder = new TemporaryFolder();
        string[] ownMount = ["unshare", "-Urm", "--", "sh", "-c", $"mount -t tmpfs -o size={size} none '{folder.Path}' && exec \"$@\"", "sh"];
        Assert.SkipUnless(await CanMountAsync(), "user namespaces are not allowed here, so no small disk can be made");
        using var child = ChildProcess.Start(["full-disk", folder.Path], new Dictionary<string, string> { ["DOTNET_EnableDiagnostics"] = "0" }, ownMount);
        var (code, output, errors) = await child.EndAsync();
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("survived", output);
    }

    [Fact]
    public async Task Below_the_floor_only_essential_batches_are_taken()
    {
        await using var fixture = new JournalFixture(options => options with { FreeSpaceFloor = long.MaxValue / 2 });
        await Assert.ThrowsAsync<StorageFullException>(() => fixture.AppendAsync("a", 0, Event()));
        await fixture.AppendAsync(Batch("a", 0, Event("1")) with { Essential = true });

        Assert.Equal(["1"], fixture.Read("a").Select(e => e.Text()));
        Assert.False(fixture.Fatal.Task.IsCompleted);
    }

    [Fact]
    public async Task No_room_for_a_commit_fails_its_appends_alone_and_the_same_batch_succeeds_later()
    {
        var faults = new FaultAt(StorageStep.Commit, StorageMoment.Before, skip: 1, Posix.ENOSPC);
        await using var fixture = new JournalFixture(options => options with { Steps = new DurableSteps(faults), BallastBytes = 0 });
        faults.Armed = true;
        await fixture.AppendAsync("a", 0, Event("1"));
        await Assert.ThrowsAsync<StorageFullException>(() => fixture.AppendAsync("a", 1, Event("2")));
        await fixture.AppendAsync("a", 1, Event("2"));

        Assert.Equal(["1", "2"], fixture.Read("a").Select(e => e.Text()));
        Assert.Equal([1L, 2], fixture.Published.Select(e => e.Gseq));
        Assert.False(fixture.Fatal.Task.IsCompleted);
    }

    private static async Task<bool> CanMountAsync()
    {
        using var probe = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("unshare", ["-Urm", "true"]) { RedirectStandardError = true })!;
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        return probe.ExitCode == 0;
    }
}
