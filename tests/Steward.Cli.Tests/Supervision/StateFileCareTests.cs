using System.Text.Json;
using Steward.Cli.Supervision;
using Steward.Cli.Tests.Support;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Contract;
using Steward.Protocol.Files;

namespace Steward.Cli.Tests.Supervision;

public sealed class StateFileCareTests : IDisposable
{
    private readonly TestSurroundings surroundings = new();

    public void Dispose() => surroundings.Dispose();

    internal static DaemonState State(string lastStatus = "running") => new()
    {
        Pid = 1,
        Host = "127.0.0.1",
        Port = 9999,
        Token = "t",
        DaemonId = "daemon_abcdefgh",
        StartedAt = DateTimeOffset.UnixEpoch,
        Cwd = "/",
        LastStatus = lastStatus,
        Contract = WireContract.Current,
        Version = "0.1.0",
    };

    private void WriteState(DaemonState state) =>
        TestSurroundings.Write(surroundings.Home.StateFile, JsonSerializer.Serialize(state, WireJson.Default.DaemonState));

    [Fact]
    public void A_corrupt_state_is_kept_aside_and_said()
    {
        TestSurroundings.Write(surroundings.Home.StateFile, "{");
        Assert.Equal(ExitCode.Ok, StatusCommand.Run(new StatusOptions(Plain: false, ExitCodeTells: false), surroundings.Context));
        Assert.False(File.Exists(surroundings.Home.StateFile));
        var aside = Assert.Single(Directory.GetFiles(surroundings.Home.DaemonDirectory, "state.json.corrupt-*"));
        Assert.Equal("{", File.ReadAllText(aside));
        Assert.Contains(aside, surroundings.Screen.Error, StringComparison.Ordinal);
        Assert.Single(surroundings.Screen.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void What_a_dead_keeper_left_is_cleaned_up_once()
    {
        WriteState(State());
        var status = new StatusOptions(Plain: false, ExitCodeTells: false);
        StatusCommand.Run(status, surroundings.Context);
        StatusCommand.Run(status, surroundings.Context);
        Assert.Equal("○ stale (cleaned up)\n○ stopped  (no daemon process found)\n", surroundings.Screen.Out);
    }

    [Fact]
    public async Task Stop_says_what_it_found()
    {
        WriteState(State());
        Assert.Equal(ExitCode.Ok, await new StopCommand(surroundings.Context).RunAsync(now: false, CancellationToken.None));
        Assert.Equal(ExitCode.Ok, await new StopCommand(surroundings.Context).RunAsync(now: false, CancellationToken.None));
        Assert.Equal("daemon was stale (cleaned up)\ndaemon is not running\n", surroundings.Screen.Out);
    }

    [Fact]
    public void The_state_of_a_daemon_that_was_stopped_is_not_stale()
    {
        WriteState(State("stopped"));
        Assert.False(StateFileCare.CleanStale(surroundings.Context));
        Assert.True(File.Exists(surroundings.Home.StateFile));
    }
}
