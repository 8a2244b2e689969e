using System.Globalization;
using Steward.Keeper.Tests.Programs;
using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests.Children;

public sealed class OutputTests
{
    [Fact]
    public async Task Binary_output_arrives_byte_for_byte()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.Tell("start", "one", "closed", "/", KeeperUnderTest.Self, "child", "bytes", 4_000);
        await daemon.HearAsync("exited one code=0");
        Assert.True(keeper.ReadSpool("one").AsSpan().SequenceEqual(ChildRole.EveryByte(4_000)));
    }

    [Fact]
    public async Task A_child_that_closes_its_output_early_lives_on()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "echo words; exec >&- 2>&-; read line; exit 8");
        await daemon.HearAsync("grown one Out 6 True");
        await daemon.HearAsync("grown one Err 0 True");
        daemon.Tell("write", "one", 1, "x", "last");
        await daemon.HearAsync("exited one code=8");
    }

    [Fact]
    public async Task A_gigabyte_without_a_newline_costs_the_keeper_no_memory()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.Tell("commit-at-once");
        daemon.StartShell("warm", "head -c 1000000 /dev/zero");
        await daemon.HearAsync("exited warm code=0");
        var before = Resident(keeper.Pid);
        daemon.StartShell("one", "head -c 1073741824 /dev/zero");
        await daemon.HearAsync("exited one code=0");
        await daemon.HearAsync("grown one Out 1073741824 True");
        // A young .NET process keeps some MiB of garbage until its first collections, whatever the output is: a gigabyte would show.
        Assert.InRange(Resident(keeper.Pid) - before, -before, 32 << 10);
        // What was committed was given back to the disk.
        daemon.Tell("start", "du", "closed", keeper.State, "/usr/bin/du", "-sk", "run/one");
        await daemon.HearAsync("exited du code=0");
        Assert.InRange(int.Parse(keeper.ReadText("du").Split('\t')[0], CultureInfo.InvariantCulture), 0, 80 << 10);
    }

    [Fact]
    public async Task A_child_waits_when_nothing_is_committed_and_goes_on_when_something_is()
    {
        const int limit = 1 << 20, total = 4 << 20;
        await using var keeper = KeeperUnderTest.Launch($"spool={limit}");
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", $"head -c {total} /dev/zero; echo done >&2");
        var length = 0L;
        while (length < limit) length = Length(await daemon.HearAgainAsync("grown one Out"));
        Assert.InRange(length, limit, limit + (256 << 10));
        // The child sleeps in write(): the spool does not grow while another child comes and goes.
        daemon.StartShell("two", "exit 0");
        await daemon.HearAsync("exited two");
        Assert.Equal(length, new FileInfo(Path.Combine(keeper.State, "run", "one", "out")).Length);
        daemon.Tell("commit-at-once");
        daemon.Tell("commit", "one", length);
        await daemon.HearAsync("exited one code=0");
        Assert.Equal(total, new FileInfo(Path.Combine(keeper.State, "run", "one", "out")).Length);
    }

    [Fact]
    public async Task An_ended_child_is_told_even_when_its_output_was_at_the_limit()
    {
        await using var keeper = KeeperUnderTest.Launch("spool=65536");
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "head -c 100000 /dev/zero & sleep 0.1; wait");
        await daemon.HearAsync("exited one code=0");
        Assert.Equal(100_000, keeper.ReadSpool("one").Length);
    }

    private static long Length(string grown) => long.Parse(grown.Split(' ')[3], CultureInfo.InvariantCulture);

    private static int Resident(int pid) => int.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture);
}
