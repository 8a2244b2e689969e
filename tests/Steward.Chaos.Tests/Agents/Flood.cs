using System.Globalization;
using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Agents;

/// <summary>One agent writes without end, another goes on with its work. What this costs the keeper and the daemon in memory is looked at all the while.</summary>
internal sealed class Flood(Instance instance, long bytes)
{
    private long _keeperMost, _daemonMost;

    public bool IsCutOff { get; init; }

    /// <summary>Zeros and no newline, from a program that knows nothing of Steward; else words, of which each is an event.</summary>
    public bool IsOneLine { get; init; }

    public int AnswersBeside { get; private set; }

    public long KeeperGrowth { get; private set; }

    public long DaemonGrowth { get; private set; }

    public TimeSpan Duration { get; private set; }

    public string Figures => string.Create(CultureInfo.InvariantCulture,
        $"{bytes >> 20} MiB {(IsOneLine ? "without a newline" : "of words")} in {Duration.TotalSeconds:0.0} s, the keeper grew by {KeeperGrowth >> 10} MiB, the daemon by {DaemonGrowth >> 10} MiB, {AnswersBeside} turns of another session beside it");

    public async Task RunAsync()
    {
        var quiet = (await instance.NewSessionAsync()).Id;
        var loud = (await instance.NewSessionAsync(agent: IsOneLine ? Instance.Zeros : Instance.Agent)).Id;
        await TurnAsync(quiet, "words 3 1");
        var (keeper, daemon) = (instance.Keeper, instance.Daemon);
        var (keeperAtFirst, daemonAtFirst) = (keeper.ResidentKilobytes, daemon.ResidentKilobytes);
        var began = TimeProvider.System.GetTimestamp();
        await instance.Client.SubmitAsync(loud, new SubmitTurnRequest { Content = IsOneLine ? $"{bytes}" : $"#script\nflood {bytes}" });
        while (await instance.Client.SessionAsync(loud) is not { QueuedTurns: 0, ActiveTurnId: null })
        {
            await TurnAsync(quiet, "words 3 1");
            AnswersBeside++;
            (_keeperMost, _daemonMost) = (Math.Max(_keeperMost, keeper.ResidentKilobytes), Math.Max(_daemonMost, daemon.ResidentKilobytes));
        }
        Duration = TimeProvider.System.GetElapsedTime(began);
        (KeeperGrowth, DaemonGrowth) = (_keeperMost - keeperAtFirst, _daemonMost - daemonAtFirst);
        await JudgeAsync(loud);
        Assert.True(daemon.IsAlive && keeper.IsAlive, "the flood took the daemon with it");
    }

    private async Task JudgeAsync(string loud)
    {
        var last = await instance.Client.SessionAsync(loud);
        var end = (await History.ReadAsync(instance, loud, Math.Max(0, last.Seq - 500))).Events.Last(static happened => EventKind.IsStop(happened.Event));
        Assert.Equal(IsCutOff ? EventKind.Error : EventKind.Done, end.Event);
        if (IsCutOff) Assert.Equal("output-limit", end.Payload.GetProperty("code").GetString());
        Assert.True(AnswersBeside > 0, "no turn of the other session ran while the flood did");
        // What the promise says (64 MiB), and the runtime's own slack between two collections.
        Assert.True(KeeperGrowth < 16 << 10, Figures);
        Assert.True(DaemonGrowth < 128 << 10, Figures);
    }

    private async Task TurnAsync(string session, string script)
    {
        var turn = (await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = $"#script\n{script}" })).TurnId;
        await foreach (var happened in instance.Client.FollowAsync(session, 0))
            if (EventKind.IsStop(happened.Event) && History.TurnOf(happened) == turn) return;
    }
}
