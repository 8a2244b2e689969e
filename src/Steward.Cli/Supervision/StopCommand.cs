using System.Globalization;
using System.Text.Json;
using Steward.Cli.Terminals;
using Steward.Keeper;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Client.Quick;
using Steward.Protocol.Daemon;

namespace Steward.Cli.Supervision;

/// <summary>Ends the daemon and its keeper, and comes back when both are gone.</summary>
internal sealed class StopCommand(CommandContext context)
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(60), Hurried = TimeSpan.FromSeconds(20), Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    public async Task<ExitCode> RunAsync(bool now, CancellationToken stop)
    {
        StateFileCare.HealCorrupt(context);
        if (!context.KeeperLives())
        {
            Say(StateFileCare.CleanStale(context) ? "daemon was stale (cleaned up)" : "daemon is not running", "not-running");
            return ExitCode.Ok;
        }
        return await StopAsync(now, stop) ? ExitCode.Ok : ExitCode.Failure;
    }

    /// <summary>True when it was stopped, or had gone by itself meanwhile.</summary>
    private async Task<bool> StopAsync(bool now, CancellationToken stop)
    {
        var keeper = KeeperLock.OwnerPid(context.Home.DaemonDirectory);
        var pid = StateReading.Read(context.Home).StateIfKnown?.Pid ?? keeper;
        if (!context.Json) context.Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Stopping daemon (pid {pid})..."));
        var answer = Ask(now);
        if (answer is { Turns: > 0 and var turns } && !context.Json)
            context.Terminal.Error.WriteLine($"waiting up to 30 s for {(turns == 1 ? "a turn" : $"{turns} turns")} to end (steward stop --now does not wait)…");
        if (answer is null && !(keeper is { } owner && Signal(owner, now)))
        {
            Say("daemon could not be stopped (may have already exited)", "gone");
            return !context.KeeperLives();
        }
        await GoneAsync(now, keeper, stop);
        // A daemon that had died before left its own behind.
        StateFileCare.CleanStale(context);
        Say("Daemon stopped.", "stopped");
        return true;
    }

    private StopAnswer? Ask(bool now)
    {
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new StopRequest(now), WireJson.Default.StopRequest);
            return JsonSerializer.Deserialize(QuickClient.Ask(context.Home, "POST", "/v3/daemon/stop", AnswerLimit, body), WireJson.Default.StopAnswer);
        }
        catch (Exception silent) when (silent is DaemonException or JsonException)
        {
            // Whatever keeps it from answering, the keeper's signal works without it.
            return null;
        }
    }

    private static bool Signal(int keeper, bool now)
    {
        if (Libc.kill(keeper, Libc.Terminate) != 0) return false;
        // The second one hurries.
        return !now || Libc.kill(keeper, Libc.Terminate) == 0;
    }

    private async Task GoneAsync(bool now, int? keeper, CancellationToken stop)
    {
        var limit = now ? Hurried : Drain;
        var began = context.Time.GetTimestamp();
        var identity = keeper is { } pid ? ProcessIdentity.Of(pid) : null;
        while (context.KeeperLives() || (identity is { } process && ProcessIdentity.IsAlive(process.Pid, process.StartTicks)))
        {
            if (context.Time.GetElapsedTime(began) > limit)
                throw new WaitedTooLongException($"The daemon did not end within {limit.TotalSeconds:0} s.", $"kill -9 {keeper}");
            await Task.Delay(Pause, context.Time, stop);
        }
    }

    private void Say(string text, string word) =>
        context.Terminal.Out.WriteLine(context.Json ? $"{{\"status\":\"{word}\"}}" : text);
}
