using System.CommandLine;
using System.Globalization;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

internal sealed class RestartVerb : Verb
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40), Pause = TimeSpan.FromMilliseconds(10);

    private readonly Option<bool> all = new("--all") { Description = "the keeper too; agents end and are resumed" };

    public RestartVerb() : base("restart", "Replace the daemon; agents work on") => Add(all);

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        StateFileCare.HealCorrupt(context);
        var lives = context.KeeperLives();
        if (!lives && !context.Autostart) throw new NotRunningException();
        // Seen to while the old one still works. The daemon that is asked to replace itself does so by itself.
        if (lives && parsed.GetValue(all))
        {
            ConfiguredEndpoint.Read(context);
            await StopAsync(context, stop);
        }
        if (!context.KeeperLives() || Unpark.Parked(context) is not null)
            return await StartCommand.RunAsync(() => DaemonEndpoint.Choose(null, null, context), strict: false, context, stop);
        var before = await context.Client().RestartAsync(stop);
        Say(context, $"Stopping daemon (pid {before.Pid})...");
        var (pid, port) = await ReplacedAsync(before.Pid, context, stop);
        Say(context, "Daemon stopped.");
        Say(context, $"Daemon started (pid {pid}, port {port})");
        Say(context, "Token rotated.");
        if (context.Json)
            context.Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{{\"pid\":{pid},\"port\":{port},\"previousPid\":{before.Pid},\"tokenRotated\":true}}"));
        return ExitCode.Ok;
    }

    private static async Task StopAsync(CommandContext context, CancellationToken stop)
    {
        try
        {
            await new StopCommand(context).RunAsync(now: false, stop);
        }
        catch (OperationCanceledException)
        {
            context.Terminal.Error.WriteLine("The daemon is being stopped, and is not started again: steward start");
            throw;
        }
    }

    private static async Task<(int Pid, int Port)> ReplacedAsync(int before, CommandContext context, CancellationToken stop)
    {
        var began = context.Time.GetTimestamp();
        while (context.Time.GetElapsedTime(began) < Limit)
        {
            var view = await context.Client().DaemonAsync(stop);
            if (view.Pid != before && StateReading.Read(context.Home).StateIfKnown?.Pid == view.Pid) return (view.Pid, view.Port);
            await Task.Delay(Pause, context.Time, stop);
        }
        throw new WaitedTooLongException($"The daemon (pid {before}) was not replaced within {Limit.TotalSeconds:0} s.", "steward restart --all");
    }

    private static void Say(CommandContext context, string line)
    {
        if (!context.Json) context.Terminal.Out.WriteLine(line);
    }
}
