using System.Globalization;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Usage;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>How far the account's windows of usage are used. It says so with every answer; what did not change is not told again.</summary>
internal static class ClaudeLimits
{
    private const int MostWindows = 16, LongestName = 60;

    public static ClaudeMemory Read(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        var limit = Json.Object(said, "rate_limit_info");
        if (Json.Text(limit, "status") is not { } status)
            return memory;
        var windows = Listed(limit).ToDictionary(static window => window.Window);
        var decisive = Decisive(limit, status, windows);
        if (decisive is not null)
            windows[decisive.Window] = decisive;
        foreach (var window in (status == UsageWindow.Allowed ? windows.Values.Concat(Reopened(windows, memory)) : windows.Values).Take(MostWindows).ToList())
            memory = Tell(window, memory, reports);
        return memory with
        {
            Window = status switch
            {
                UsageWindow.Allowed => null,
                UsageWindow.Rejected => new ClosedWindow(Json.Text(limit, "rateLimitType"), decisive?.ResetsAt?.ToUnixTimeSeconds(), decisive?.OverageDisabledReason),
                _ => memory.Window,
            },
        };
    }

    /// <summary>The window that the answer was about; an answer that was let through need not name one.</summary>
    private static UsageWindow? Decisive(JsonElement? limit, string status, Dictionary<string, UsageWindow> known)
    {
        var name = Json.Text(limit, "rateLimitType");
        if (name is null && status == UsageWindow.Allowed)
            return null;
        var listed = known.GetValueOrDefault(Short(name ?? ""));
        return new UsageWindow(
            Short(name ?? "usage"), Short(status), Json.Amount(limit, "utilization") ?? listed?.Utilisation, ClaudeSystem.ResetOf(Json.Number(limit, "resetsAt")) ?? listed?.ResetsAt)
        {
            OverageDisabledReason = Json.Text(limit, "overageDisabledReason") is { } why ? Short(why) : null,
        };
    }

    private static IEnumerable<UsageWindow> Listed(JsonElement? limit) => Json.Object(limit, "unifiedWindows") is { } windows
        ? windows.EnumerateObject().Take(MostWindows).DistinctBy(static one => Short(one.Name)).Select(static one => new UsageWindow(
            Short(one.Name), Short(Json.Text(one.Value, "status") ?? UsageWindow.Allowed), Json.Amount(one.Value, "utilization"), ClaudeSystem.ResetOf(Json.Number(one.Value, "resetsAt"))))
        : [];

    private static IEnumerable<UsageWindow> Reopened(Dictionary<string, UsageWindow> told, ClaudeMemory memory) =>
        (memory.Windows ?? []).Where(known => known.Status != UsageWindow.Allowed && !told.ContainsKey(known.Window))
        .Select(static known => new UsageWindow(known.Window, UsageWindow.Allowed, null, null));

    private static ClaudeMemory Tell(UsageWindow window, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        var told = new ToldWindow(window.Window, window.Status, window.Utilisation?.ToString("0.00", CultureInfo.InvariantCulture), window.ResetsAt);
        if (memory.Windows?.Contains(told) == true)
            return memory;
        reports.Add(new AgentWindow(window));
        return memory with { Windows = [.. (memory.Windows ?? []).Where(known => known.Window != told.Window).TakeLast(MostWindows - 1), told] };
    }

    private static string Short(string text) => PrintableText.Short(text, LongestName);
}
