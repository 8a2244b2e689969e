using System.Globalization;
using Steward.Keeper.Children;
using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests.Children;

public sealed class ChildTreeTests
{
    [Fact]
    public async Task What_a_child_forks_ends_with_it()
    {
        await using var keeper = KeeperUnderTest.Launch("grace=2000");
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "sleep 1000 & sleep 1000 & exit 3");
        await daemon.HearAsync("exited one code=3");
        Assert.Empty(keeper.Carriers());
    }

    [Fact]
    public async Task A_process_that_fled_by_a_double_fork_into_a_session_of_its_own_ends_with_the_child()
    {
        await using var keeper = KeeperUnderTest.Launch("grace=2000");
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "(setsid sh -c 'echo $$; exec sleep 1000' &) ; sleep 1000");
        await daemon.HearAsync("grown one Out");
        var fled = int.Parse(keeper.ReadText("one"), CultureInfo.InvariantCulture);
        Assert.True(ProcessEntry.TryRead(fled, out var entry) && entry.Session == fled);
        daemon.Tell("stop", "one", 5_000);
        await daemon.HearAsync("exited one code= signal=15");
        Assert.False(ProcessEntry.TryRead(fled, out _));
    }

    [Fact]
    public async Task A_process_that_fled_without_its_cookie_ends_with_the_keeper()
    {
        await using var keeper = KeeperUnderTest.Launch("grace=2000");
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "(env -i setsid sh -c 'echo $$; exec sleep 1000' >&1 &) ; sleep 0.2");
        await daemon.HearAsync("exited one code=0");
        var fled = int.Parse(keeper.ReadText("one"), CultureInfo.InvariantCulture);
        Assert.True(ProcessEntry.TryRead(fled, out _), "It fled: nothing ties it to its launch any more.");
        daemon.Tell("exit", 0);
        Assert.Equal(0, await keeper.WaitForExitAsync());
        await Eventually.TrueAsync("it has ended", () => !ProcessEntry.TryRead(fled, out var now) || now.IsDead);
    }

    [Theory]
    [InlineData("echo more")]
    [InlineData("echo more; sleep 0.05")]
    public async Task A_process_that_fled_and_never_stops_writing_is_not_waited_for_and_its_pipe_is_closed(string writing)
    {
        const int Limit = 64 << 10, LongestPipe = 1 << 20, OneRead = 256 << 10;
        await using var keeper = KeeperUnderTest.Launch($"spool={Limit}");
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", $"(env -i setsid sh -c 'echo $$; while :; do {writing}; done' >&1 &) ; read go; exit 0");
        await daemon.HearAsync("grown one Out");
        var fled = int.Parse(keeper.ReadText("one").Split('\n')[0], CultureInfo.InvariantCulture);
        await Eventually.TrueAsync("it is an orphan", () => ProcessEntry.TryRead(fled, out var now) && now.Parent == keeper.Pid);
        daemon.Tell("write", "one", 1, "go", "last");
        await daemon.HearAsync("exited one code=0");
        Assert.InRange(keeper.ReadSpool("one").Length, 1, Limit + LongestPipe + OneRead);
        await Eventually.TrueAsync("it ended of its closed pipe", () => !ProcessEntry.TryRead(fled, out var now) || now.IsDead);
    }

    [Fact]
    public async Task A_child_that_ignores_the_request_to_stop_is_killed_after_the_grace()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "trap '' TERM; sh -c \"trap '' TERM; while :; do sleep 1; done\" & echo ready; while :; do sleep 1; done");
        await daemon.HearAsync("grown one Out");
        daemon.Tell("stop", "one", 300);
        await daemon.HearAsync("exited one code= signal=9");
        Assert.Empty(keeper.Carriers());
    }

    [Fact]
    public async Task A_child_may_use_its_grace_to_end_well()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.05; done");
        await daemon.HearAsync("grown one Out");
        daemon.Tell("stop", "one", 20_000);
        await daemon.HearAsync("exited one code=5");
        Assert.Equal("ready\nbye\n", keeper.ReadText("one"));
    }

    [Fact]
    public async Task A_signal_reaches_the_group_of_the_leader()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "trap 'exit 6' INT; echo ready; while :; do sleep 0.05; done");
        await daemon.HearAsync("grown one Out");
        daemon.Tell("signal", "one", 2);
        await daemon.HearAsync("exited one code=6");
    }

    [Fact]
    public async Task Two_children_do_not_share_their_ends()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "(setsid sleep 1000 &); sleep 1000");
        daemon.StartShell("two", "(setsid sleep 1000 &); echo ready; sleep 1000");
        await daemon.HearAsync("grown two Out");
        daemon.Tell("stop", "one", 5_000);
        await daemon.HearAsync("exited one");
        Assert.Equal(3, keeper.Carriers().Count);
    }

    [Fact]
    public async Task Orphans_are_reaped()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "for i in 1 2 3 4 5 6 7 8; do (sh -c 'exit 9' &) ; done; echo ready; sleep 1000");
        await daemon.HearAsync("grown one Out");
        await Eventually.TrueAsync("no zombie is left", () => !HasZombies(keeper.Pid));
        daemon.Tell("stop", "one", 5_000);
        await daemon.HearAsync("exited one code= signal=15");
    }

    private static bool HasZombies(int keeper) => Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Any(pid => pid != 0 && ProcessEntry.TryRead(pid, out var entry) && entry.Parent == keeper && entry.IsDead);
}
