using System.Globalization;
using Steward.Cli.Terminals;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Events;

/// <summary>The agent's list of things to do: in a line, or a line for each.</summary>
internal static class TodoText
{
    private const int TextLength = 72, MostLines = 8;
    private const string Completed = "completed", InProgress = "in_progress";

    public static string Brief(IReadOnlyList<TodoView> items)
    {
        if (items.Count == 0) return "nothing to do any more";
        var now = items.FirstOrDefault(static item => item.Status == InProgress);
        var doing = now is null ? "" : $": {SafeText.Shorten(now.Doing ?? now.Text, TextLength)}";
        return string.Create(CultureInfo.InvariantCulture, $"{items.Count(static item => item.Status == Completed)} of {items.Count} things done{doing}");
    }

    /// <summary>Of a long list those that are left come first.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<TodoView> items)
    {
        if (items.Count <= MostLines) return items.Select(Line);
        var left = items.Where(static item => item.Status != Completed).ToList();
        List<string> lines = [Brief(items), .. left.Take(MostLines).Select(Line)];
        if (left.Count > MostLines) lines.Add(string.Create(CultureInfo.InvariantCulture, $"  … and {left.Count - MostLines} more"));
        return lines;
    }

    private static string Line(TodoView item) => $"{Sign(item.Status)} {SafeText.Shorten(item.Text, TextLength)}";

    private static string Sign(string status) => status switch
    {
        Completed => "☑",
        InProgress => "▸",
        _ => "☐",
    };
}
