using System.Globalization;
using Steward.Cli.Sessions;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Supervision;

/// <summary><c>steward ps</c>, and <c>steward daemon</c> alone: the daemon and its live sessions in two blocks.</summary>
internal static class PsCommand
{
    public static ExitCode Run(CommandContext context)
    {
        if (context.Json) return StatusCommand.Run(new StatusOptions(Plain: false, ExitCodeTells: false), context);
        StateFileCare.HealCorrupt(context);
        var presence = Presence.Look(context);
        if (presence is Presence.Stale) StateFileCare.CleanStale(context);
        Write(presence, context);
        return ExitCode.Ok;
    }

    public static void Write(Presence presence, CommandContext context)
    {
        var output = context.Terminal.Out;
        output.WriteLine("=== Daemon Supervisor ===");
        foreach (var line in Lines(presence)) output.WriteLine($"  {line}");
        output.WriteLine();
        output.WriteLine("=== Background Sessions ===");
        IReadOnlyList<SessionView> sessions = presence is Presence.Running { Daemon: var daemon } ? daemon.Sessions() : [];
        if (sessions.Count > 0) SessionTable.Write(sessions, context);
        else output.WriteLine("No active sessions.");
    }

    private static IEnumerable<string> Lines(Presence presence) => presence switch
    {
        Presence.Running { Daemon: var daemon } => Running(daemon),
        Presence.Parked { Record: var record } => [.. ParkedWords.Of(record).Select(static (line, at) => at == 0 ? $"Status: {line}" : line), $"Fix: {record.Fix}"],
        Presence.Silent silent => [$"Status: not answering ({silent.Why.TrimEnd('.')})", $"Keeper: {silent.KeeperPid}"],
        Presence.Stale => ["Status: stale (cleaned up)"],
        _ => ["Status: stopped"],
    };

    private static IEnumerable<string> Running(DaemonSight daemon) =>
    [
        $"Status: {daemon.Status}",
        string.Create(CultureInfo.InvariantCulture, $"PID: {daemon.Pid}"),
        $"CWD: {SafeText.Line(daemon.Cwd)}",
        $"Started: {daemon.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}",
        $"Workers: {Workers(daemon)}",
    ];

    // What the keeper keeps: the daemon's agents by name, each once.
    private static string Workers(DaemonSight daemon)
    {
        var agents = daemon.Sessions().Where(session => session.Pid is not null).Select(session => SafeText.Line(session.Agent)).Distinct();
        return string.Join(", ", agents) is { Length: > 0 } names ? names : "none";
    }
}
