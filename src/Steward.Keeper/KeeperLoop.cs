using Steward.Keeper.Children;
using Steward.Keeper.Daemons;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;
using Steward.Keeper.Startup;

namespace Steward.Keeper;

/// <summary>The one loop of the keeper: wait for anything, do what came, do what is due, tell the daemon.</summary>
internal sealed class KeeperLoop(
    DaemonSupervisor supervisor, ChildTable children, ProcessTable processes, SignalDescriptor signals, InitSystem init,
    KeeperOptions options, Clock clock, KeeperLog log) : IPolled
{
    private readonly PollSet poll = new();
    private long watchdogAt = init.WatchdogInterval is null ? Clock.Never : 0;
    private long lookAt = clock.In(options.PingInterval);
    private bool ending, hurried;

    public int Run()
    {
        while (true)
        {
            processes.Forget();
            Wait();
            LookForLock();
            supervisor.OnTime();
            children.OnTime();
            supervisor.Report();
            if (supervisor.EndWith is { } exitCode && EndChildren()) return exitCode;
        }
    }

    public void OnReady(int tag, short events)
    {
        while (signals.TryRead(out var signal))
        {
            switch (signal)
            {
                case Signal.Term or Signal.Int: supervisor.OnStopSignal(); break;
                case Signal.Hup: supervisor.OnUnpark(); break;
                case Signal.Chld: Reap(); break;
            }
        }
    }

    private void Wait()
    {
        poll.Clear();
        poll.Watch(signals.Fd, Poll.In, this);
        supervisor.Watch(poll);
        children.Watch(poll);
        poll.Wait(clock.Until(Math.Min(Math.Min(watchdogAt, lookAt), Math.Min(supervisor.Deadline, children.Deadline))));
        if (clock.Now < watchdogAt || init.WatchdogInterval is not { } interval) return;
        init.Watchdog();
        watchdogAt = clock.In(interval);
    }

    /// <summary>
    /// Where its lock is gone, nobody finds this keeper any more, and the next command starts another beside it. What it has cannot be reached
    /// or kept, so it ends, and at once.
    /// </summary>
    private void LookForLock()
    {
        if (clock.Now < lookAt) return;
        lookAt = clock.In(options.PingInterval);
        if (KeeperLock.IsFoundHeld(options.StateDirectory)) return;
        lookAt = Clock.Never;
        log.Say($"keeper.lock is gone from {options.StateDirectory}: ending");
        while (!supervisor.IsHurried) supervisor.OnStopSignal();
    }

    private void Reap()
    {
        Reaper.Reap((pid, end) => _ = supervisor.OnDeath(pid, end) || children.OnDeath(pid, end));
        children.OnSomeDeath();
    }

    /// <summary>True when nothing that was kept is left.</summary>
    private bool EndChildren()
    {
        if (!ending || (supervisor.IsHurried && !hurried))
        {
            (ending, hurried) = (true, supervisor.IsHurried);
            children.EndAll(hurried ? options.HurriedStopTimeout : options.Grace);
        }
        return children.AllEnded;
    }
}
