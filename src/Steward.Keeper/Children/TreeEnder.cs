using Steward.Keeper.Native;
using Steward.Keeper.Polling;

namespace Steward.Keeper.Children;

/// <summary>
/// Ends everything of one launch in two stages: SIGTERM, and after the grace SIGKILL to whatever is there then, until nothing is left.
/// It gives up only on what the kernel itself cannot end.
/// </summary>
internal sealed class TreeEnder(int leader, string? cookie, ProcessTable table, Clock clock)
{
    private const int FirstLook = 5, LongestLook = 250, GiveUpAfter = 10_000;

    private enum Stage { Idle, Asked, Forced, Finished }

    private Stage stage;
    private long stageEnds = Clock.Never, nextLook = Clock.Never;
    private int interval = FirstLook;

    public bool IsFinished => stage == Stage.Finished;
    public bool IsIdle => stage == Stage.Idle;
    public long Deadline => IsFinished ? Clock.Never : Math.Min(stageEnds, nextLook);
    /// <summary>How many outlived even SIGKILL.</summary>
    public int Unkillable { get; private set; }

    /// <summary>A second call can only hurry: the earlier end of the grace counts.</summary>
    public void Begin(TimeSpan grace)
    {
        if (stage is Stage.Forced or Stage.Finished) return;
        var ends = clock.In(grace);
        if (stage == Stage.Asked)
        {
            stageEnds = Math.Min(stageEnds, ends);
            return;
        }
        var members = Members();
        if (members.Count == 0)
        {
            stage = Stage.Finished;
            return;
        }
        (stage, stageEnds) = (Stage.Asked, ends);
        foreach (var member in members) member.Send(Signal.Term);
        LookSoon();
    }

    /// <summary>Something died: perhaps it was the last.</summary>
    public void LookSoon()
    {
        if (stage is not (Stage.Asked or Stage.Forced)) return;
        interval = FirstLook;
        nextLook = clock.Now + interval;
    }

    public void OnTime()
    {
        if (stage is not (Stage.Asked or Stage.Forced) || clock.Now < Deadline) return;
        var members = Members();
        if (members.Count == 0)
        {
            stage = Stage.Finished;
            return;
        }
        if (clock.Now >= stageEnds) NextStage(members.Count);
        if (stage == Stage.Forced) foreach (var member in members) member.Send(Signal.Kill);
        interval = Math.Min(interval * 2, LongestLook);
        nextLook = clock.Now + interval;
    }

    /// <summary>"Nobody" is believed only of a fresh look: the process may have been started since the last one.</summary>
    private List<ProcessEntry> Members()
    {
        var members = table.Members(leader, cookie);
        if (members.Count > 0) return members;
        table.Forget();
        return table.Members(leader, cookie);
    }

    private void NextStage(int left)
    {
        if (stage == Stage.Asked)
        {
            (stage, stageEnds, interval) = (Stage.Forced, clock.Now + GiveUpAfter, FirstLook);
            return;
        }
        (stage, Unkillable) = (Stage.Finished, left);
    }
}
