using Steward.Keeper.Tests.Programs;
using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests.Children;

public sealed class StorageTests
{
    [Fact]
    public async Task A_full_disk_stops_the_reading_and_loses_nothing()
    {
        const int size = 4 << 20;
        await using var keeper = KeeperUnderTest.Prepare();
        Directory.CreateDirectory(Path.Combine(keeper.State, "run"));
        // A small disk of its own, in a mount namespace that only this keeper and its children see.
        keeper.StartThrough(["/usr/bin/unshare", "-Urm", "/bin/sh", "-c",
            $"mount -t tmpfs -o size={size} none \"$0/run\" && head -c {size / 2} /dev/zero > \"$0/run/.filler\" && exec \"$@\"", keeper.State]);
        Assert.SkipUnless(keeper.StatusLine is not null, "This machine gives no user namespaces: " + keeper.Log);
        using var daemon = await keeper.TalkAsync();
        daemon.Tell("start", "one", "closed", "/", KeeperUnderTest.Self, "child", "bytes", size * 3 / 4 / 256);
        Assert.Equal("stalled one 28", await daemon.HearAsync("stalled one"));

        // The keeper does not turn in circles meanwhile, and serves others.
        var before = ProcessorTicks(keeper.Pid);
        daemon.StartShell("two", "sleep 1; exit 3");
        await daemon.HearAsync("exited two code=3");
        Assert.InRange(ProcessorTicks(keeper.Pid) - before, 0, 50);

        var run = $"/proc/{keeper.Pid}/root{keeper.State}/run";
        File.Delete(Path.Combine(run, ".filler"));
        await daemon.HearAsync("exited one code=0");
        var bytes = File.ReadAllBytes(Path.Combine(run, "one", "out"));
        Assert.True(bytes.AsSpan().SequenceEqual(ChildRole.EveryByte(size * 3 / 4 / 256)));
        Assert.Single(daemon.Heard, line => line.StartsWith("stalled one", StringComparison.Ordinal));
    }

    /// <summary>User and system time of a process, in hundredths of a second.</summary>
    private static long ProcessorTicks(int pid)
    {
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ');
        return long.Parse(fields[12], System.Globalization.CultureInfo.InvariantCulture) + long.Parse(fields[13], System.Globalization.CultureInfo.InvariantCulture);
    }
}
