using Steward.Keeper.Children;
using Steward.Keeper.Daemons;
using Steward.Keeper.Listeners;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;
using Steward.Keeper.Startup;

namespace Steward.Keeper;

/// <summary>The outer process: from the lock to the last child.</summary>
public static class KeeperProcess
{
    private const int SetChildSubreaper = 36;

    /// <summary>Runs until everything has ended; the result is the exit code of the process.</summary>
    public static int Run(KeeperOptions options)
    {
        var status = new StatusReport(options.StatusFd);
        var clock = new Clock(options.Time);
        var log = new KeeperLog(clock);
        try
        {
            return Run(options, status, clock, log);
        }
        catch (KeeperFailure failure)
        {
            log.Say(failure.Message);
            status.Failed(failure.Code, failure.ExitCode, failure.Message, failure.Pid);
            return failure.ExitCode;
        }
        catch (SystemCallException failure)
        {
            log.Say(failure.Message);
            status.Failed("system", KeeperFailure.Storage, failure.Message);
            return KeeperFailure.Storage;
        }
    }

    private static int Run(KeeperOptions options, StatusReport status, Clock clock, KeeperLog log)
    {
        // First of all: until the lock is ours nothing is written, and nobody is signalled.
        SignalDescriptor.BlockEverywhere();
        status.KeepFromChildren();
        Descriptor.OccupyStandardStreams();
        StateFolder.Prepare(options.StateDirectory);
        var held = KeeperLock.Take(options.StateDirectory);
        DescriptorLimit.Raise();
        _ = Libc.prctl(SetChildSubreaper, 1, 0, 0, 0);
        var signals = new SignalDescriptor();
        var processes = new ProcessTable();
        var instance = StateFolder.InstanceId(options.StateDirectory);
        var swept = CookieSweep.Run(instance, processes, options.SweepGrace, clock);
        if (swept > 0) log.Say($"ended {swept} processes that an earlier keeper left behind");

        var socket = options.ApiSocket ?? Path.Combine(options.StateDirectory, "api.sock");
        var listeners = new ListeningSockets(
            options.Host, options.Port, options.PortFallback, socket, Path.Combine(Path.GetDirectoryName(socket) ?? options.StateDirectory, "bridge.sock"), log);
        listeners.Open();
        var exitCode = Serve(options, status, clock, log, signals, processes, listeners, instance);
        listeners.Close();
        held.Drop();
        log.Say("ended");
        return exitCode;
    }

    private static int Serve(KeeperOptions options, StatusReport status, Clock clock, KeeperLog log, SignalDescriptor signals,
        ProcessTable processes, ListeningSockets listeners, string instance)
    {
        var run = Path.Combine(options.StateDirectory, "run");
        var init = new InitSystem();
        var output = new DaemonOutput(options.StateDirectory, options.DaemonOutputLimit);
        var children = new ChildTable(new ChildLauncher(run, instance, new SpoolBuffer(), options), processes, LostLaunch.FindAll(run),
            options, clock, log);
        var supervisor = new DaemonSupervisor(options, listeners, new DaemonLauncher(options, listeners, output, clock), output, children,
            processes, status, init, clock, log);
        supervisor.Start(StartReason.First);
        var exitCode = new KeeperLoop(supervisor, children, processes, signals, init, options, clock, log).Run();
        // What fled from every launch, without its cookie, is still a descendant of the keeper.
        processes.Forget();
        foreach (var left in processes.Descendants()) left.Send(Signal.Kill);
        return exitCode;
    }
}
