using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Sessions;

/// <summary>Sessions as a table, those that need their owner first.</summary>
internal static class SessionTable
{
    private static readonly string[] Header = ["ID", "NAME", "AGENT", "STATUS", "TURNS", "PID", "SINCE", "TITLE"];

    public static void Write(IReadOnlyList<SessionView> sessions, CommandContext context)
    {
        var now = context.Time.GetUtcNow();
        var ordered = Ordered(sessions);
        var lines = Columns.Align(Header, [.. ordered.Select(session => Row(session, now))]).ToList();
        var style = context.Terminal.OutStyle;
        context.Terminal.Out.WriteLine(style.Bold(lines[0]));
        for (var i = 0; i < ordered.Count; i++)
            context.Terminal.Out.WriteLine(NeedsOwner(ordered[i]) ? style.Yellow(lines[i + 1]) : lines[i + 1]);
    }

    public static List<SessionView> Ordered(IEnumerable<SessionView> sessions) =>
        [.. sessions.OrderBy(Rank).ThenByDescending(session => session.UpdatedAt)];

    private static bool NeedsOwner(SessionView session) => Rank(session) < 2;

    private static int Rank(SessionView session) => session.Status switch
    {
        "awaiting-permission" => 0,
        _ when session.PendingPermissions > 0 => 0,
        "parked" or "interrupted" => 1,
        "idle" when session.LastFailure is not null => 1,
        "running" or "starting" or "cancelling" or "queued" => 2,
        _ => 3,
    };

    // The sign tells without colours, and in a file, what the colour tells.
    private static string Status(SessionView session) =>
        $"{(NeedsOwner(session) ? "! " : "")}{(session is { Status: "idle", LastFailure: not null } ? "failed" : session.Status)}{(session.BypassesPermissions ? " !bypass" : "")}";

    private static string[] Row(SessionView session, DateTimeOffset now) =>
    [
        session.ShortId,
        SafeText.Shorten(session.Name ?? "-", 24),
        SafeText.Shorten(session.Agent, 16),
        Status(session),
        session.QueuedTurns > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{session.TurnCount}+{session.QueuedTurns}")
            : session.TurnCount.ToString(CultureInfo.InvariantCulture),
        session.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",
        Durations.Rough(now - (session.ActiveSince ?? session.UpdatedAt)),
        SafeText.Shorten(Marks(session) + (session.ParkedBecause ?? session.LastFailure?.Message ?? session.Title ?? ""), 60),
    ];

    private static string Marks(SessionView session) =>
        (session.Worktree is { Exists: true } ? "[worktree] " : "") + (session.Sandbox ? "[sandbox] " : "");
}
