using System.Runtime.InteropServices;
using Steward.Cli.Logs;
using Steward.Cli.Terminals;
using Steward.Keeper.Client;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

/// <summary>
/// The daemon in this terminal: its log on standard output, this process's signals handed on, its exit code ours. The keeper
/// stays a process of its own (one thread, raw calls), so the log is followed beside it and not within it.
/// </summary>
internal static class Foreground
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<ExitCode> RunAsync(DaemonEndpoint endpoint, CommandContext context, CancellationToken stop)
    {
        StateFileCare.HealCorrupt(context);
        if (context.KeeperLives())
            throw new CommandException("already_running", "lock", "A daemon runs already.", "steward stop, then again", ExitCode.Permanent);
        var logFrom = DaemonLog.Length(context.Home);
        var signals = new ForwardedSignals();
        using var interrupt = signals.Forward(PosixSignal.SIGINT, Libc.Interrupt);
        using var terminate = signals.Forward(PosixSignal.SIGTERM, Libc.Terminate);
        using var hangup = signals.Forward(PosixSignal.SIGHUP, Libc.Terminate);
        var launched = new DaemonStarter(context).LaunchAttached(endpoint, Limit);
        signals.To(launched.Pid);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var following = DaemonLog.FollowAsync(context, logFrom, LogFormat.Text, ended.Token);
        var code = await Task.Factory.StartNew(
            () => WaitFor(launched), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await ended.CancelAsync();
        await following;
        return code;
    }

    private static unsafe ExitCode WaitFor(DetachedLaunch keeper)
    {
        if (keeper.ExitCode is { } early) return (ExitCode)early;
        int status;
        while (Libc.waitpid(keeper.Pid, &status, 0) < 0)
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted) return ExitCode.Failure;
        var signal = status & 0x7f;
        return (ExitCode)(signal == 0 ? (status >> 8) & 0xff : 128 + signal);
    }
}
