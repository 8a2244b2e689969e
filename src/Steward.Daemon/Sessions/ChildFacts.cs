using Steward.Daemon.Children;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>What others found out about a session's process, told to its rules.</summary>
internal static class ChildFacts
{
    public static void Take(HostStep step, ChildReader child, DateTimeOffset now)
    {
        if (step.State.Process is { Started: false } process && process.Launch == child.Launch)
            TakeStart(step, child, now);
        if (child.Login.IsDue)
            step.Take(new RefreshLogin(), now);
        if (child.TakeLetGo())
            step.Take(new LetGo(child.Launch), now);
    }

    private static void TakeStart(HostStep step, ChildReader child, DateTimeOffset now)
    {
        if (child.Started is { } started)
            step.Take(new ChildStarted(child.Launch, started.Pid, started.StartTicks), now);
        else if (child.NotStarted is { } why)
        {
            step.Take(new ChildNotStarted(child.Launch, why.Message) { Failure = why.Failure }, now);
            step.Mark = child.Mark(removed: true);
        }
    }
}
