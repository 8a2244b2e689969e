using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Security;

public sealed class StateFolderTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    [Fact]
    public async Task Whatever_the_umask_is_all_belongs_to_the_owner_alone()
    {
        await using var steward = new Unstarted();
        var started = await steward.ShellAsync("umask 000; exec \"$0\" start");
        Assert.True(started.ExitCode == 0, started.Error);
        steward.ReadState();
        var id = await steward.Api.CreateAsync();
        await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, "say hello"));
        foreach (var folder in Directory.EnumerateDirectories(steward.Home.Root, "*", SearchOption.AllDirectories).Prepend(steward.Home.Root))
            Assert.True(File.GetUnixFileMode(folder) == Owner, $"{folder} is {File.GetUnixFileMode(folder)}");
        foreach (var file in Directory.EnumerateFiles(steward.Home.Root, "*", SearchOption.AllDirectories).Where(static file => new FileInfo(file).LinkTarget is null))
            Assert.True((File.GetUnixFileMode(file) & ~Owner) == 0, $"{file} is {File.GetUnixFileMode(file)}");
    }

    [Fact]
    public async Task A_folder_that_is_open_to_others_is_closed()
    {
        await using var steward = new Unstarted();
        Directory.CreateDirectory(steward.Home.DaemonDirectory);
        foreach (var folder in (string[])[steward.Home.Root, steward.Home.DaemonDirectory])
            File.SetUnixFileMode(folder, Everybody);
        await steward.StartAsync();
        Assert.Equal((Owner, Owner), (File.GetUnixFileMode(steward.Home.Root), File.GetUnixFileMode(steward.Home.DaemonDirectory)));
    }

    [Fact]
    public async Task A_folder_that_is_a_link_is_refused_and_nothing_is_written_through_it()
    {
        await using var steward = new Unstarted();
        var elsewhere = Directory.CreateDirectory(steward.Home.Root + "-elsewhere");
        try
        {
            Directory.CreateSymbolicLink(steward.Home.DaemonDirectory, elsewhere.FullName);
            var started = await steward.RunAsync("start");
            Assert.True(started.ExitCode != 0, started.Out);
            Assert.Contains(steward.Home.DaemonDirectory, started.Error, StringComparison.Ordinal);
            Assert.Empty(elsewhere.EnumerateFileSystemInfos());
        }
        finally
        {
            File.Delete(steward.Home.DaemonDirectory);
            elsewhere.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("daemon.pid")]
    [InlineData("steward.db")]
    [InlineData("keeper.lock")]
    [InlineData("instance")]
    [InlineData("api.sock")]
    public async Task Nothing_is_written_through_a_file_that_is_a_link(string name)
    {
        await using var steward = new Unstarted();
        var target = steward.Home.Root + "-target";
        await StewardUnderTest.WriteAsync(target, "untouched");
        try
        {
            Directory.CreateDirectory(steward.Home.DaemonDirectory);
            File.CreateSymbolicLink(Path.Combine(steward.Home.DaemonDirectory, name), target);
            var started = await steward.RunAsync("start");
            Assert.Equal("untouched", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
            Assert.True(started.ExitCode == 0 || started.Error.Length > 0, "A start that is refused says why.");
        }
        finally
        {
            File.Delete(Path.Combine(steward.Home.DaemonDirectory, name));
            File.Delete(target);
        }
    }

    private sealed class Unstarted : StewardUnderTest
    {
        public Task<Ran> ShellAsync(string script) => RunProgramAsync("/bin/sh", ["-c", script, StewardProgram.Path]);
    }
}
