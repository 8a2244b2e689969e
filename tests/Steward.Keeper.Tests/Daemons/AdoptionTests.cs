using Steward.Keeper.Children;
using Steward.Keeper.Native;
using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests.Daemons;

public sealed class AdoptionTests
{
    [Fact]
    public async Task A_killed_daemon_is_followed_by_one_that_adopts_its_children_and_no_byte_is_lost()
    {
        const int last = 2_000_000;
        await using var keeper = KeeperUnderTest.Launch();
        var child = 0;
        var victim = keeper.FirstDaemonPid;
        using (var first = await keeper.TalkAsync())
        {
            first.Tell("start", "one", "open", "/", KeeperUnderTest.Self, "child", "count", last);
            child = await first.PidOfAsync("one");
            await first.HearAsync("grown one Out");
        }
        for (var incarnation = 2; incarnation <= 4; incarnation++)
        {
            Assert.Equal(0, Libc.kill(victim, Signal.Kill));
            using var next = await keeper.TalkAsync(incarnation);
            var hello = await next.HearAsync("hello Crash");
            victim = int.Parse(hello.Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture);
            Assert.StartsWith($"kept one {child} ", await next.HearAsync("kept one"), StringComparison.Ordinal);
        }
        using var final = await keeper.TalkAsync();
        Assert.Equal("code=0 signal=", await final.EndOfKeptAsync("one"));
        var expected = 0;
        foreach (var line in keeper.ReadText("one").AsSpan().TrimEnd('\n').EnumerateLines())
            Assert.Equal(expected++, int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(last + 1, expected);
    }

    [Fact]
    public async Task Pieces_of_input_that_a_dead_daemon_had_handed_over_still_arrive()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using (var first = await keeper.TalkAsync())
        {
            first.StartShell("one", "cat");
            first.Tell("write", "one", 1, "before ", "more");
            await first.HearAsync("acknowledged one 1");
            first.Tell("exit", 9);
        }
        using var second = await keeper.TalkAsync(incarnation: 2);
        Assert.EndsWith(" 2 True", await second.HearAsync("kept one"), StringComparison.Ordinal);
        second.Tell("write", "one", 1, "before ", "more");
        second.Tell("write", "one", 2, "after", "last");
        await second.HearAsync("exited one code=0");
        Assert.Equal("before after", keeper.ReadText("one"));
    }

    [Fact]
    public async Task A_daemon_that_asks_to_be_replaced_is_and_its_children_stay()
    {
        await using var keeper = KeeperUnderTest.Launch();
        int child;
        using (var first = await keeper.TalkAsync())
        {
            first.StartShell("one", "sleep 1000");
            child = await first.PidOfAsync("one");
            first.Tell("replace", 0);
        }
        using var second = await keeper.TalkAsync(incarnation: 2);
        await second.HearAsync("hello Restart");
        await second.HearAsync($"kept one {child} ");
    }

    [Fact]
    public async Task An_exit_between_two_daemons_is_told_to_the_second()
    {
        await using var keeper = KeeperUnderTest.Launch();
        int child;
        using (var first = await keeper.TalkAsync())
        {
            first.StartShell("one", "trap 'exit 6' USR1; echo ready; while :; do sleep 0.05; done");
            await first.HearAsync("grown one Out");
            child = await first.PidOfAsync("one");
        }
        // Stopped, the daemon hears of nothing any more; then it dies.
        Assert.Equal(0, Libc.kill(keeper.FirstDaemonPid, 19));
        Assert.Equal(0, Libc.kill(child, 10));
        await Eventually.TrueAsync("the child has ended", () => !ProcessEntry.TryRead(child, out _));
        Assert.Equal(0, Libc.kill(keeper.FirstDaemonPid, Signal.Kill));
        using var second = await keeper.TalkAsync(incarnation: 2);
        Assert.Equal("code=6 signal=", await second.EndOfKeptAsync("one"));
    }

    [Fact]
    public async Task What_a_dead_daemon_had_started_by_itself_ends_with_it()
    {
        await using var keeper = KeeperUnderTest.Launch();
        int own;
        using (var first = await keeper.TalkAsync())
        {
            first.Tell("spawn");
            own = int.Parse((await first.HearAsync("spawned")).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
            first.Tell("exit", 1);
        }
        await Eventually.TrueAsync("it has ended", () => !ProcessEntry.TryRead(own, out _));
        using var second = await keeper.TalkAsync(incarnation: 2);
    }

    [Fact]
    public async Task A_silent_daemon_is_killed_and_replaced()
    {
        await using var keeper = KeeperUnderTest.Launch("ping=50", "silence=400");
        using (var first = await keeper.TalkAsync()) await first.HearAsync("hello First");
        Assert.Equal(0, Libc.kill(keeper.FirstDaemonPid, 19));
        await Eventually.TrueAsync("it is killed", () => keeper.Log.Contains("did not answer", StringComparison.Ordinal));
        using var second = await keeper.TalkAsync(incarnation: 2);
        await second.HearAsync("hello Crash");
    }

    [Fact]
    public async Task A_daemon_that_answers_is_left_alone_however_long_the_keeper_itself_was_suspended()
    {
        await using var keeper = KeeperUnderTest.Launch("ping=50", "silence=5000");
        keeper.Signal(19);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        keeper.Signal(18);
        using var daemon = await keeper.TalkAsync();
        await daemon.HearAsync($"hello First 1 {keeper.FirstDaemonPid} ");
        daemon.StartShell("one", "exit 0");
        await daemon.HearAsync("exited one code=0");
    }

    [Fact]
    public async Task A_daemon_that_loses_its_keeper_ends()
    {
        await using var keeper = KeeperUnderTest.Launch();
        var daemon = keeper.FirstDaemonPid;
        keeper.Signal(Signal.Kill);
        await Eventually.TrueAsync("the daemon has ended", () => !ProcessEntry.TryRead(daemon, out var entry) || entry.IsDead);
        Assert.Equal(128 + Signal.Kill, await keeper.WaitForExitAsync());
    }
}
