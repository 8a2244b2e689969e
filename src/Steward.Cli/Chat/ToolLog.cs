using System.Globalization;
using Steward.Cli.Events;
using Steward.Cli.Terminals;
using Steward.Protocol.Events;

namespace Steward.Cli.Chat;

/// <summary>The tools of a chat: those that run, each a line that moves, and the results of those that ran, folded to their first lines.</summary>
internal sealed class ToolLog(Style style, TimeProvider time)
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const int MostKept = 200, LinesShown = 3, MostRunning = 4;
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, Call> running = [];
    private readonly Queue<Result> results = [];
    private int count;

    public void Start(ToolStartPayload tool)
    {
        var brief = $"{SafeText.Line(tool.ToolName)} {SafeText.Line(ToolText.Brief(tool.Args))}".TrimEnd();
        running[tool.CallId] = new Call(tool.ParentCallId is null ? brief : $"  {brief}", time.GetTimestamp());
    }

    /// <summary>The lines that stay of it.</summary>
    public IEnumerable<string> End(ToolEndPayload tool, int width)
    {
        var brief = running.Remove(tool.CallId, out var call) ? call.Brief : SafeText.Line(tool.ToolName);
        var result = new Result(++count, brief.TrimStart(), SafeText.Words(tool.Result.TrimEnd()));
        results.Enqueue(result);
        if (results.Count > MostKept) results.Dequeue();
        var took = Durations.Exact(TimeSpan.FromMilliseconds(tool.Elapsed));
        if (tool.ParentCallId is not null)
        {
            yield return OfHelper(tool.Ok, result, took, width);
            yield break;
        }
        yield return $"{(tool.Ok ? style.Green("✓") : style.Red("✗"))} {TextWidth.Fit(brief, width - took.Length - 4)}  {style.Dim(took)}";
        var lines = result.Lines;
        foreach (var line in lines.Take(LinesShown)) yield return style.Dim($"  {TextWidth.Fit(line, width - 2)}");
        if (lines.Length > LinesShown || lines.Any(line => TextWidth.Of(line) > width - 2))
            yield return style.Dim(More(lines.Length - LinesShown, result.Number));
    }

    /// <summary>What a helper said, folded to its first lines: the agent tells what matters of it.</summary>
    public static IEnumerable<string> Said(string text, int width) =>
        SafeText.Words(text.Trim()).Replace("\t", "    ", StringComparison.Ordinal).Split('\n').Take(LinesShown).Select(line => $"  {TextWidth.Fit(line, width - 2)}");

    public void Clear() => running.Clear();

    public IEnumerable<string> Running(int width)
    {
        foreach (var call in running.Values.Take(MostRunning)) yield return Moving(call.Brief, call.Since, width);
        if (running.Count > MostRunning) yield return style.Dim(string.Create(CultureInfo.InvariantCulture, $"  and {running.Count - MostRunning} more"));
    }

    /// <summary>A sign that moves, and how long it has moved.</summary>
    public string Moving(string what, long since, int width)
    {
        var elapsed = time.GetElapsedTime(since);
        var frame = Frames[(int)(elapsed / FrameTime) % Frames.Length].ToString();
        var shown = elapsed < TimeSpan.FromSeconds(1) ? "" : Durations.Rough(elapsed);
        return $"{style.Cyan(frame)} {TextWidth.Fit(what, width - 8)} {style.Dim(shown)}".TrimEnd();
    }

    /// <summary>Null when there is none of that number, or no more.</summary>
    public IEnumerable<string>? Show(int? number)
    {
        var found = number is { } wanted ? results.FirstOrDefault(result => result.Number == wanted) : results.LastOrDefault();
        return found is null ? null : [style.Bold(string.Create(CultureInfo.InvariantCulture, $"#{found.Number} {found.Brief}")), .. found.Lines];
    }

    /// <summary>A tool of a helper is a part of the call that started the helper: one line below it.</summary>
    private string OfHelper(bool ok, Result result, string took, int width)
    {
        var show = result.Text.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"  /show {result.Number}") : "";
        return $"  {(ok ? style.Green("✓") : style.Red("✗"))} {TextWidth.Fit(result.Brief, width - took.Length - show.Length - 6)}  {style.Dim(took + show)}";
    }

    private static string More(int lines, int number) => lines > 0
        ? string.Create(CultureInfo.InvariantCulture, $"  … {lines} more {(lines == 1 ? "line" : "lines")}: /show {number}")
        : string.Create(CultureInfo.InvariantCulture, $"  … /show {number}");

    private sealed record Call(string Brief, long Since);

    private sealed record Result(int Number, string Brief, string Text)
    {
        public string[] Lines => Text.Length == 0 ? [] : Text.Replace("\t", "    ", StringComparison.Ordinal).Split('\n');
    }
}
