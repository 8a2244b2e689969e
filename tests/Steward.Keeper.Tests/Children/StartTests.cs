using Steward.Keeper.Tests.Support;

namespace Steward.Keeper.Tests.Children;

public sealed class StartTests
{
    [Fact]
    public async Task Asking_twice_for_one_launch_starts_one_process()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "echo ready; sleep 1000");
        await daemon.HearAsync("grown one Out");
        var first = await daemon.PidOfAsync("one");
        daemon.StartShell("one", "echo ready; sleep 1000");
        Assert.StartsWith($"started one {first} ", await daemon.HearAgainAsync("started one"), StringComparison.Ordinal);
        Assert.Equal("ready\n", keeper.ReadText("one"));
    }

    [Fact]
    public async Task Asking_again_for_an_ended_launch_tells_of_its_end()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "exit 4");
        await daemon.HearAsync("exited one code=4");
        daemon.StartShell("one", "exit 5");
        Assert.Equal("exited one code=4 signal=", await daemon.HearAgainAsync("exited one"));
    }

    [Theory]
    [InlineData("/", "/no/such/program", 2, "cannot start /no/such/program: No such file or directory")]
    [InlineData("/", "no-such-program", 2, "cannot start no-such-program: No such file or directory")]
    [InlineData("/no/such/place", "/bin/true", 2, "cannot start /bin/true: the directory /no/such/place is not there")]
    [InlineData("/", "/etc/passwd", 13, "cannot start /etc/passwd: Permission denied")]
    public async Task A_program_that_cannot_start_is_told_with_its_cause(string directory, string program, int errno, string message)
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.Tell("start", "one", "open", directory, program);
        Assert.Equal($"failed one {errno} {message}", await daemon.HearAsync("failed one"));
        Assert.False(Directory.Exists(Path.Combine(keeper.State, "run", "one")));
    }

    [Theory]
    [InlineData("../one")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    public async Task A_launch_id_leads_nowhere_else(string launch)
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell(launch, "true");
        await daemon.HearAsync($"failed {launch} 22");
    }

    [Fact]
    public async Task A_child_gets_its_environment_and_the_cookie_and_nothing_else()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.Tell("start", "one", "closed", "/", "/usr/bin/env");
        await daemon.HearAsync("exited one code=0");
        var names = keeper.ReadText("one").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);
        Assert.Equal(["DOTNET_ROOT", "GREETING", "PATH", "STEWARD_COOKIE"], names.Order());
    }

    [Fact]
    public async Task A_child_gets_three_descriptors_and_default_signals()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.Tell("start", "one", "open", "/", "/bin/ls", "/proc/self/fd");
        daemon.Tell("start", "two", "open", "/", "/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status");
        await daemon.HearAsync("exited one code=0");
        // The fourth is the directory that ls itself reads.
        Assert.Equal("0\n1\n2\n3\n", keeper.ReadText("one"));
        await daemon.HearAsync("exited two code=0");
        // 32 and 33 belong to the C library, which ignores them in whatever it spawns.
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000180000000\n", keeper.ReadText("two"));
    }

    [Fact]
    public async Task A_released_launch_leaves_nothing_on_disk_and_its_name_is_free()
    {
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        daemon.StartShell("one", "echo words");
        await daemon.HearAsync("exited one code=0");
        daemon.Tell("release", "one");
        daemon.StartShell("one", "exit 9");
        await daemon.HearAsync("exited one code=9");
        daemon.Tell("release", "one");
        await Eventually.TrueAsync("the folder is gone", () => !Directory.Exists(Path.Combine(keeper.State, "run", "one")));
    }

    [Fact]
    public async Task Thousands_of_children_leave_no_descriptor_behind()
    {
        var count = Environment.GetEnvironmentVariable("STEWARD_TEST_FULL") == "1" ? 10_000 : 2_000;
        await using var keeper = KeeperUnderTest.Launch();
        using var daemon = await keeper.TalkAsync();
        await OneAsync("warm-up");
        var before = Descriptors(keeper.Pid);
        for (var i = 0; i < count; i++) await OneAsync($"child-{i}");
        await Eventually.TrueAsync("the last folder is gone", () => Directory.GetDirectories(Path.Combine(keeper.State, "run")).Length == 0);
        var after = Descriptors(keeper.Pid);
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} children: {before} descriptors before, {after} after");
        Assert.InRange(after, 1, before);

        async Task OneAsync(string launch)
        {
            daemon.StartShell(launch, "exit 3");
            await daemon.HearAgainAsync($"exited {launch} code=3");
            daemon.Tell("release", launch);
        }
    }

    private static int Descriptors(int pid) => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;
}
