using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

/// <summary><c>steward start</c>, apart from its parsing: the plain form comes here without it.</summary>
internal static class StartCommand
{
    public static async Task<ExitCode> RunAsync(Func<DaemonEndpoint> endpoint, bool strict, CommandContext context, CancellationToken stop)
    {
        StateFileCare.HealCorrupt(context);
        var parked = Unpark.IfParked(context);
        if (parked is not null && !context.Json)
            context.Terminal.Out.WriteLine($"The daemon was parked: {SafeText.Line(parked.Message.TrimEnd('.'))}. Trying again…");
        var started = await new DaemonStarter(context).EnsureAsync(endpoint, stop);
        // Its keeper was there, and the daemon is as new as any.
        if (parked is not null) started = started with { WasRunning = false };
        Say(started, context);
        return started.WasRunning && strict ? ExitCode.Failure : ExitCode.Ok;
    }

    private static void Say(StartedDaemon started, CommandContext context)
    {
        if (context.Json)
        {
            var already = started.WasRunning ? "true" : "false";
            context.Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{{\"pid\":{started.Pid},\"port\":{started.Port},\"alreadyRunning\":{already}}}"));
            return;
        }
        if (started.WasRunning)
        {
            context.Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"already running (pid {started.Pid}, port {started.Port})"));
            return;
        }
        context.Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Daemon started (pid {started.Pid}, port {started.Port})"));
        if (started.InsteadOf is { } taken)
            context.Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Port {taken} is in use: the daemon listens on {started.Port} until it is stopped."));
        context.Terminal.Out.WriteLine($"Token written to {context.Shown(context.Home.StateFile)}");
    }

    // An init system watches the process that it started: it must not go to the background.
    public static bool IsServiceManaged(CommandContext context) =>
        context.Environment("NOTIFY_SOCKET") is { Length: > 0 } || context.Environment("XPC_SERVICE_NAME") is { Length: > 1 };
}
