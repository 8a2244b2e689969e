using System.Net.Sockets;
using System.Text.Json;
using Steward.Keeper.Native;
using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests.Daemons;

public sealed class ParkingTests
{
    [Fact]
    public async Task A_daemon_that_says_why_it_cannot_serve_ends_a_first_start_with_that_reason()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.SetMode("permanent");
        keeper.Start();
        Assert.Equal(78, await keeper.WaitForExitAsync());
        Assert.Equal("""{"ok":false,"code":"config","exit":78,"message":"the setting \"x\" is wrong"}""", keeper.StatusLine);
    }

    [Fact]
    public async Task A_daemon_that_crashes_ends_a_first_start_with_its_last_words()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.SetMode("crash");
        keeper.Start();
        Assert.Equal(70, await keeper.WaitForExitAsync());
        Assert.Equal("the daemon ended with exit code 3 before it was ready: the last line that it wrote", keeper.Status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_daemon_that_is_not_there_ends_a_first_start()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.Start("daemon=/no/such/daemon");
        Assert.Equal(70, await keeper.WaitForExitAsync());
        Assert.Equal("spawn", keeper.Status.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_permanent_failure_parks_refuses_connections_and_says_why_until_it_is_unparked()
    {
        var port = FreePort.Find();
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.SetMode("permanent");
        keeper.StartWithoutStatus($"port={port}");
        await Eventually.TrueAsync("it is parked", () => File.Exists(keeper.NotePath));
        var note = JsonDocument.Parse(File.ReadAllText(keeper.NotePath)).RootElement;
        Assert.Equal("config", note.GetProperty("code").GetString());
        Assert.Equal("the setting \"x\" is wrong", note.GetProperty("message").GetString());
        Assert.Equal(78, note.GetProperty("exit").GetInt32());
        await Eventually.TrueAsync("the doors are closed", () => keeper.Log.Contains("parked", StringComparison.Ordinal) && !Accepts(port));
        Assert.True(KeeperLock.IsHeld(keeper.State));
        keeper.SetMode("");
        keeper.Signal(Signal.Hup);
        await Eventually.TrueAsync("it is ready", () => !File.Exists(keeper.NotePath));
        using var daemon = await DaemonConversation.OpenAsync(port);
        await daemon.HearAsync("hello Restart 2");
    }

    [Fact]
    public async Task Children_outlive_a_parked_daemon()
    {
        var port = FreePort.Find();
        await using var keeper = KeeperUnderTest.Launch($"port={port}");
        int child;
        using (var first = await keeper.TalkAsync())
        {
            first.StartShell("one", "sleep 1000");
            child = await first.PidOfAsync("one");
            keeper.SetMode("permanent");
            first.Tell("exit", 1);
        }
        await Eventually.TrueAsync("it is parked", () => File.Exists(keeper.NotePath));
        keeper.SetMode("");
        keeper.Signal(Signal.Hup);
        await Eventually.TrueAsync("it is ready", () => !File.Exists(keeper.NotePath));
        using var second = await DaemonConversation.OpenAsync(port);
        await second.HearAsync($"kept one {child} ");
    }

    [Fact]
    public async Task Five_deaths_before_readiness_park()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.SetMode("crash");
        keeper.StartWithoutStatus("backoff=1");
        await Eventually.TrueAsync("it is parked", () => keeper.Log.Contains("parked:", StringComparison.Ordinal));
        Assert.Equal(5, Count(keeper.Log, " started "));
        keeper.Signal(Signal.Term);
        Assert.Equal(0, await keeper.WaitForExitAsync());
        Assert.False(File.Exists(keeper.NotePath));
    }

    [Fact]
    public async Task A_daemon_that_dies_right_after_each_readiness_is_not_restarted_in_a_loop()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.SetMode("short");
        keeper.StartWithoutStatus("backoff=1");
        await Eventually.TrueAsync("it is parked", () => keeper.Log.Contains("parked:", StringComparison.Ordinal));
        Assert.Equal(14, Count(keeper.Log, " started "));
    }

    [Fact]
    public async Task A_daemon_that_is_killed_from_outside_is_started_again_at_once_however_often()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.StartWithoutStatus("backoff=600000");
        for (var number = 1; number <= 15; number++)
        {
            await Eventually.TrueAsync($"daemon {number} is ready", () => keeper.Log.Contains($"daemon {number} is ready", StringComparison.Ordinal));
            var line = keeper.Log.Split('\n').First(line => line.Contains($"daemon {number} started (pid ", StringComparison.Ordinal));
            var pid = line[(line.IndexOf("(pid ", StringComparison.Ordinal) + 5)..].Split(',', ')')[0];
            Assert.Equal(0, Libc.kill(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture), Signal.Kill));
        }
        await Eventually.TrueAsync("it is there again", () => keeper.Log.Contains("daemon 16 is ready", StringComparison.Ordinal));
        Assert.DoesNotContain("parked", keeper.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_that_does_not_get_ready_is_killed()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.SetMode("hang");
        keeper.Start("ready=400");
        Assert.Equal(70, await keeper.WaitForExitAsync());
        Assert.Equal("not_ready", keeper.Status.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_wait_that_is_too_long_for_clients_closes_the_doors_and_says_why()
    {
        var port = FreePort.Find();
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.SetMode("crash");
        keeper.StartWithoutStatus($"port={port}", "ready=2000", "backoff=20000");
        await Eventually.TrueAsync("the doors are closed", () => File.Exists(keeper.NotePath) && !Accepts(port));
        keeper.SetMode("");
        keeper.Signal(Signal.Hup);
        await Eventually.TrueAsync("it is ready", () => !File.Exists(keeper.NotePath));
        using var daemon = await DaemonConversation.OpenAsync(port);
        await daemon.HearAsync("hello");
    }

    private static bool Accepts(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
