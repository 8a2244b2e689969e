using System.Diagnostics;
using System.Globalization;
using Steward.Chaos.Tests.Instances;

namespace Steward.Chaos.Tests.Keepers;

/// <summary>Four keepers of one home, let loose at the same moment.</summary>
internal static class KeeperRace
{
    private const int Keepers = 4, Permanent = 78;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Answers how long the losers took to leave.</summary>
    public static async Task<IReadOnlyList<TimeSpan>> RunAsync(int rounds, TimeSpan budget)
    {
        var times = new List<TimeSpan>();
        await using var instance = Instance.Create();
        var began = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < rounds && (round == 0 || TimeProvider.System.GetElapsedTime(began) < budget); round++)
            await RoundAsync(instance, times);
        return times;
    }

    private static async Task RoundAsync(Instance instance, List<TimeSpan> times)
    {
        var keepers = Enumerable.Range(0, Keepers).Select(_ => Gated(instance)).ToList();
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            foreach (var keeper in keepers) keeper.StandardInput.Close();
            var winner = await LastOneAsync(keepers, began, times);
            await Eventually.TrueAsync("the winner's daemon answers and has told where it is", async () => await AnswersAsync(instance) && File.Exists(instance.Home.StateFile));
            Assert.Equal(winner.Id, (await instance.Client.DaemonAsync()).KeeperPid);
            await AssertALateOneTouchesNothingAsync(instance, winner);
            Assert.Equal(0, (await instance.StopAsync()).ExitCode);
            await winner.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
            await instance.AssertNothingIsAliveAsync();
        }
        finally
        {
            foreach (var keeper in keepers)
            {
                if (!keeper.HasExited) keeper.Kill();
                keeper.Dispose();
            }
        }
    }

    private static async Task<Process> LastOneAsync(List<Process> keepers, long began, List<TimeSpan> times)
    {
        var ends = keepers.ToDictionary(static keeper => keeper.WaitForExitAsync());
        while (ends.Count > 1)
        {
            var ended = await Task.WhenAny(ends.Keys).WaitAsync(Limit, TimeProvider.System);
            times.Add(TimeProvider.System.GetElapsedTime(began));
            Assert.Equal(Permanent, ends[ended].ExitCode);
            ends.Remove(ended);
        }
        return ends.Values.Single();
    }

    private static async Task AssertALateOneTouchesNothingAsync(Instance instance, Process winner)
    {
        var before = FilesOf(instance);
        using var late = Gated(instance);
        late.StandardInput.Close();
        await late.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
        Assert.Equal(Permanent, late.ExitCode);
        Assert.Equal(before, FilesOf(instance));
        Assert.False(winner.HasExited);
        Assert.True(instance.Daemon.IsAlive);
    }

    /// <summary>A keeper that waits behind a barrier: it begins when its input is closed. Its descriptor 3 is for its launcher.</summary>
    private static Process Gated(Instance instance)
    {
        var start = StewardProgram.Run(new Dictionary<string, string>(instance.Environment), []);
        start.FileName = "/bin/sh";
        start.RedirectStandardOutput = start.RedirectStandardError = false;
        foreach (var argument in (string[])["-c", "read _; exec \"$0\" \"$@\" >/dev/null 2>&1 3>/dev/null", StewardProgram.Path, "keeper",
            "--state", instance.Home.DaemonDirectory, "--host", "127.0.0.1", "--port", instance.Port.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<bool> AnswersAsync(Instance instance)
    {
        try
        {
            await instance.NewClient(TimeSpan.Zero).HealthAsync();
            return true;
        }
        catch (Protocol.Client.DaemonException)
        {
            return false;
        }
    }

    // What the daemon itself writes as it goes (its log and journal) says nothing about the stranger. The runtime cannot read what is locked.
    private static List<string> FilesOf(Instance instance) =>
    [
        .. from name in (string[])["state.json", "daemon.pid", "keeper.lock", "instance", "api.sock"]
           let file = new FileInfo(Path.Combine(instance.Home.DaemonDirectory, name))
           select $"{name} {file.Exists} {file.LastWriteTimeUtc.Ticks} {(name is "api.sock" or "keeper.lock" ? "" : File.ReadAllText(file.FullName))}",
    ];
}
