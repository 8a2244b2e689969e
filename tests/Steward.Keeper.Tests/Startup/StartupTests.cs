using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Steward.Keeper.Native;
using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests.Startup;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class StartupTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Fact]
    public async Task The_second_keeper_of_a_state_directory_ends_at_once_and_changes_nothing()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "echo ready; exec sleep 1000");
        await daemon.HearAsync("grown one Out");
        var (before, running) = (Snapshot(keeper.State), keeper.Carriers());
        await using (var second = KeeperUnderTest.Prepare(keeper.State).Start())
        {
            Assert.Equal(78, await second.WaitForExitAsync());
            Assert.Equal($$"""{"ok":false,"code":"locked","exit":78,"message":"already running (pid {{keeper.Pid}})","pid":{{keeper.Pid}}}""", second.StatusLine);
        }
        Assert.Equal(before, Snapshot(keeper.State));
        Assert.Equal(running, keeper.Carriers());
    }

    [Fact]
    public async Task Of_four_keepers_that_start_together_one_lives()
    {
        var folder = KeeperUnderTest.Prepare();
        var starts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => KeeperUnderTest.Prepare(folder.State).Start())));
        var winner = Assert.Single(starts, keeper => keeper.Status.GetProperty("ok").GetBoolean());
        foreach (var loser in starts.Where(keeper => keeper != winner)) Assert.Equal(78, await loser.WaitForExitAsync());
        await winner.DisposeAsync();
        Directory.Delete(folder.State, recursive: true);
    }

    [Fact]
    public async Task Asking_whether_the_lock_is_held_never_costs_a_keeper_its_start()
    {
        using var asking = new CancellationTokenSource();
        var folder = KeeperUnderTest.Prepare();
        folder.Write("keeper.lock", "");
        var asker = Task.Run(() =>
        {
            while (!asking.IsCancellationRequested) KeeperLock.IsHeld(folder.State);
        });
        for (var i = 0; i < 3; i++)
        {
            await using var keeper = KeeperUnderTest.Prepare(folder.State).Start();
            Assert.True(keeper.Status.GetProperty("ok").GetBoolean(), keeper.StatusLine);
        }
        await asking.CancelAsync();
        await asker;
        Directory.Delete(folder.State, recursive: true);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_its_owner_and_nobody_is_killed()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var keeper = KeeperUnderTest.Prepare().Start($"port={port}");
        Assert.Equal(78, await keeper.WaitForExitAsync());
        var name = File.ReadAllText("/proc/self/comm").TrimEnd('\n');
        Assert.Equal($"port already in use: {port} (pid {Environment.ProcessId}, {name})", keeper.Status.GetProperty("message").GetString());
        Assert.Equal("port_in_use", keeper.Status.GetProperty("code").GetString());
    }

    [Fact]
    public async Task With_a_fallback_the_next_free_port_is_taken_and_kept_over_a_parking()
    {
        // Two beside each other are taken: the one that was asked for, and the next.
        var (one, two) = TakeTwo();
        using (one)
        using (two)
        {
            var asked = ((IPEndPoint)one.LocalEndpoint).Port;
            await using var keeper = KeeperUnderTest.Launch($"port={asked}", "fallback=1");
            Assert.InRange(keeper.Port, asked + 2, ushort.MaxValue);
            Assert.Contains($"port already in use: {asked} (pid {Environment.ProcessId}, ", keeper.Log, StringComparison.Ordinal);
            keeper.SetMode("permanent");
            using (var first = await keeper.TalkAsync())
                first.Tell("exit", 1);
            await Eventually.TrueAsync("it is parked", () => File.Exists(keeper.NotePath));
            keeper.SetMode("");
            keeper.Signal(Signal.Hup);
            await Eventually.TrueAsync("it tries again", () => !File.Exists(keeper.NotePath));
            using var second = await DaemonConversation.OpenAsync(keeper.Port);
            await second.HearAsync("hello Restart 3");
        }
    }

    private static (TcpListener, TcpListener) TakeTwo()
    {
        while (true)
        {
            var one = new TcpListener(IPAddress.Loopback, 0);
            one.Start();
            var two = new TcpListener(IPAddress.Loopback, Math.Min(((IPEndPoint)one.LocalEndpoint).Port + 1, ushort.MaxValue));
            try
            {
                two.Start();
                return (one, two);
            }
            catch (SocketException)
            {
                // Somebody else has that one: look for two that are both free.
                one.Dispose();
                two.Dispose();
            }
        }
    }

    [Theory]
    [InlineData("127.0.0.2", true)]
    [InlineData("::1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("localhost", false)]
    public async Task Only_loopback_addresses_are_listened_on(string host, bool starts)
    {
        await using var keeper = KeeperUnderTest.Prepare().Start($"host={host}");
        Assert.Equal(starts, keeper.Status.GetProperty("ok").GetBoolean());
        if (!starts) Assert.Equal(78, await keeper.WaitForExitAsync());
    }

    [Fact]
    public async Task An_open_state_directory_is_made_private()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        File.SetUnixFileMode(keeper.State, (UnixFileMode)511);
        keeper.Start();
        Assert.Equal(Private, File.GetUnixFileMode(keeper.State));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(keeper.State, "api.sock")) & (UnixFileMode)0x1FF & ~UnixFileMode.UserExecute);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(keeper.State, "keeper.lock")));
    }

    [Fact]
    public async Task A_state_directory_behind_a_link_is_refused()
    {
        var real = Directory.CreateTempSubdirectory("steward-keeper-");
        var link = real.FullName + "-link";
        File.CreateSymbolicLink(link, real.FullName);
        await using (var keeper = KeeperUnderTest.Prepare(link).Start()) Assert.Equal(78, await keeper.WaitForExitAsync());
        Assert.Equal(["keeper.log"], real.GetFileSystemInfos().Select(file => file.Name));
        File.Delete(link);
        real.Delete(recursive: true);
    }

    [Fact]
    public async Task A_socket_path_that_is_too_long_gets_a_short_one_instead()
    {
        var parent = Directory.CreateTempSubdirectory("steward-keeper-");
        var state = Path.Combine(parent.FullName, new string('x', 120));
        await using (var keeper = KeeperUnderTest.Prepare(state).Start())
        {
            using var daemon = await keeper.TalkAsync();
            var path = (await daemon.HearAsync("hello First")).Split(' ')[^1];
            Assert.InRange(path.Length, 1, 107);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        }
        parent.Delete(recursive: true);
    }

    [Fact]
    public async Task Too_few_descriptors_are_refused_in_clear_words()
    {
        await using var keeper = KeeperUnderTest.Prepare();
        keeper.StartThrough(["/bin/sh", "-c", "ulimit -n 512; exec \"$@\"", "sh"]);
        Assert.Equal(78, await keeper.WaitForExitAsync());
        Assert.Equal("this shell allows 512 open files and 1024 are needed: raise it with ulimit -n 1024", keeper.Status.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_init_system_hears_of_readiness_of_life_and_of_the_end(bool isAbstract)
    {
        await using var keeper = KeeperUnderTest.Prepare();
        var path = isAbstract ? "@" + Path.GetFileName(keeper.State) : Path.Combine(keeper.State, "notify");
        using var init = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        init.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + path[1..] : path));
        keeper.StartThrough(["/usr/bin/env", "NOTIFY_SOCKET=" + path, "WATCHDOG_USEC=200000"]);
        await HearAsync($"READY=1\nMAINPID={keeper.Pid}\n");
        await HearAsync("WATCHDOG=1\n");
        keeper.Signal(Signal.Term);
        await HearAsync("STOPPING=1\n");
        Assert.Equal(0, await keeper.WaitForExitAsync());

        async Task HearAsync(string wanted)
        {
            using var limit = new CancellationTokenSource(KeeperUnderTest.Patience);
            var bytes = new byte[256];
            while (System.Text.Encoding.UTF8.GetString(bytes, 0, await init.ReceiveAsync(bytes, limit.Token)) != wanted) { }
        }
    }

    [Fact]
    public async Task A_keeper_that_was_started_with_open_signals_hears_them_all_the_same()
    {
        await using var folder = KeeperUnderTest.Prepare();
        using var keeper = Process.Start(new ProcessStartInfo(KeeperUnderTest.Self, ["keeper", $"state={folder.State}", "status=1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var status = await keeper.StandardOutput.ReadLineAsync();
        Assert.StartsWith($$"""{"ok":true,"keeperPid":{{keeper.Id}},""", status, StringComparison.Ordinal);
        Assert.Equal(0, Libc.kill(keeper.Id, Signal.Term));
        using var limit = new CancellationTokenSource(KeeperUnderTest.Patience);
        await keeper.WaitForExitAsync(limit.Token);
        Assert.Equal(0, keeper.ExitCode);
    }

    [Fact]
    public async Task A_new_keeper_ends_what_a_killed_one_left_and_hands_on_what_that_had_said()
    {
        await using var folder = KeeperUnderTest.Prepare();
        var first = KeeperUnderTest.Prepare(folder.State).Start();
        using (var daemon = await first.TalkAsync())
        {
            daemon.StartShell("one", "echo words; (setsid sleep 1000 &); trap '' TERM; while :; do sleep 1; done");
            await daemon.HearAsync("grown one Out");
        }
        await Eventually.TrueAsync("it has fled", () => folder.Carriers().Count >= 3);
        first.Signal(Signal.Kill);
        await first.WaitForExitAsync();
        Assert.NotEmpty(folder.Carriers());
        folder.Start();
        Assert.Empty(folder.Carriers());
        using var next = await folder.TalkAsync();
        Assert.StartsWith("kept one 0 6 True 0 True   1 False", await next.HearAsync("kept one"), StringComparison.Ordinal);
        Assert.Equal("words\n", folder.ReadText("one"));
        next.StartShell("one", "echo again");
        await next.HearAsync("exited one code= signal=");
        next.Tell("release", "one");
        await Eventually.TrueAsync("its folder is gone", () => !Directory.Exists(Path.Combine(folder.State, "run", "one")));
    }

    private static string[] Snapshot(string state) => [.. new DirectoryInfo(state).GetFileSystemInfos("*", SearchOption.AllDirectories)
        .Where(file => file.Name != "keeper.log").Select(file => $"{file.FullName} {file.LastWriteTimeUtc:O} {file.UnixFileMode}").Order()];
}
