using System.Diagnostics;
using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Lifecycle;

public sealed class RemovedFolderTests
{
    [Fact]
    public async Task A_daemon_whose_folder_was_removed_comes_back_when_it_is_killed()
    {
        await using var steward = new Unstarted();
        var started = await steward.InRemovedFolderAsync("\"$0\" start && rm -r \"$PWD\"");
        Assert.True(started.ExitCode == 0, started.Error);
        steward.ReadState();
        var pid = steward.State.Pid;
        using (var daemon = Process.GetProcessById(pid))
            daemon.Kill();
        Assert.Equal(HttpStatusCode.OK, (await steward.Api.GetAsync("/v3/health")).Status);
        steward.ReadState();
        Assert.NotEqual(pid, steward.State.Pid);
    }

    [Fact]
    public async Task Commands_work_in_a_folder_that_was_removed_and_one_that_needs_it_says_so()
    {
        await using var steward = new Unstarted();
        var started = await steward.InRemovedFolderAsync("rm -r \"$PWD\"; \"$0\" start && \"$0\" status && \"$0\" do --dir / \"say hello\"");
        Assert.True(started.ExitCode == 0, started.Error);
        Assert.Contains("Hello", started.Out, StringComparison.Ordinal);
        var refused = await steward.InRemovedFolderAsync("rm -r \"$PWD\"; exec \"$0\" do \"say hello\"");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("has been removed", refused.Error, StringComparison.Ordinal);
    }

    private sealed class Unstarted : StewardUnderTest
    {
        public Task<Ran> InRemovedFolderAsync(string script) =>
            RunProgramAsync("/bin/sh", ["-c", $"mkdir \"$1\" && cd \"$1\" && {{ {script}; }}", StewardProgram.Path, Path.Combine(Path.GetDirectoryName(Home.Root) ?? "/", Guid.NewGuid().ToString("N"))]);
    }
}
