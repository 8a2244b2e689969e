using Steward.Daemon.Sessions;
using Steward.Domain.Processes;
using Steward.Keeper;
using Steward.Keeper.Client;

namespace Steward.Daemon.Children;

/// <summary>What the keeper says, brought to the session that it is about. It runs on the keeper's reading thread, and never waits.</summary>
internal sealed class KeeperEvents(
    Func<SessionRegistry> registry, Action<LaunchId> strangerGone, Action<LaunchId> release, Action<bool> stopRequested, Action keeperLost) : IKeeperEvents
{
    public void Started(LaunchId launch, int pid, long startTicks) => Tell(launch, child => child.SetStarted(pid, startTicks));

    public void StartFailed(LaunchId launch, int errno, string message)
    {
        if (!Tell(launch, child => child.SetNotStarted(message)))
            strangerGone(launch);
    }

    public void Grown(LaunchId launch, ProcessStream stream, long length, bool ended) => Tell(launch, child => child.Grow(stream, length, ended));

    public void Exited(LaunchId launch, int? exitCode, int? signal)
    {
        if (Tell(launch, child => child.SetExit(new ProcessExit(exitCode, signal))))
            return;
        strangerGone(launch);
        release(launch);
    }

    public void Acknowledged(LaunchId launch, long piece) => Tell(launch, child => child.SetRoom());

    public void Refused(LaunchId launch, long piece) => Tell(launch, child => child.SetRefused(piece));

    public void StdinClosed(LaunchId launch)
    {
        // It reads no more; what it still says and how it ends tells the rest.
    }

    public void Stalled(LaunchId launch, int errno)
    {
        // The keeper stopped reading it until there is room on the disk again. Nothing is lost, and the journal says that the disk is full.
    }

    public void StopRequested(bool hurry) => stopRequested(hurry);

    public void KeeperLost() => keeperLost();

    private bool Tell(LaunchId launch, Action<ChildReader> fact)
    {
        if (registry().FindByLaunch(launch) is not { } host || host.Child is not { } child || child.Launch != launch)
            return false;
        fact(child);
        host.Wake();
        return true;
    }
}
