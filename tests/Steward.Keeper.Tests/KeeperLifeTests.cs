using Steward.Keeper.Native;
using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests;

public sealed class KeeperLifeTests
{
    [Fact]
    public async Task A_first_start_reports_once_that_the_daemon_is_ready()
    {
        await using var keeper = KeeperUnderTest.Launch();
        Assert.True(keeper.Status.GetProperty("ok").GetBoolean());
        Assert.Equal(keeper.Pid, keeper.Status.GetProperty("keeperPid").GetInt32());
        using var daemon = await keeper.TalkAsync();
        var hello = await daemon.HearAsync("hello First 1 ");
        Assert.Equal($"hello First 1 {keeper.FirstDaemonPid} {keeper.Pid} {keeper.Port} {keeper.State}/api.sock", hello);
    }

    [Fact]
    public async Task A_child_speaks_and_ends_and_all_that_it_said_is_in_its_spools()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "echo $GREETING; echo trouble >&2; exit 7");
        Assert.Equal("exited one code=7 signal=", await daemon.HearAsync("exited one"));
        Assert.Equal("hello\n", keeper.ReadText("one"));
        Assert.Equal("trouble\n", keeper.ReadText("one", ProcessStream.Err));
    }

    [Fact]
    public async Task A_clean_exit_of_the_daemon_ends_everything()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "sleep 1000");
        await daemon.PidOfAsync("one");
        daemon.Tell("exit", 0);
        Assert.Equal(0, await keeper.WaitForExitAsync());
        Assert.Empty(keeper.Carriers());
        Assert.False(File.Exists(Path.Combine(keeper.State, "api.sock")));
        Assert.False(KeeperLock.IsHeld(keeper.State));
    }

    [Fact]
    public async Task A_stop_signal_asks_the_daemon_and_ends_with_success()
    {
        await using var keeper = KeeperUnderTest.Launch();
        keeper.Signal(Signal.Term);
        Assert.Equal(0, await keeper.WaitForExitAsync());
        Assert.DoesNotContain("killing", keeper.Log, StringComparison.Ordinal);
    }
}
