using System.Globalization;
using System.Text;
using Steward.Cli.Events;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Events;

namespace Steward.Cli.Turns;

/// <summary>Shows a turn as it happens: words as they come, thinking dimmed, each tool with its time.</summary>
internal sealed class TurnPrinter(Screen screen)
{
    private const int BriefLength = 72;

    private readonly StringBuilder streamed = new();
    private readonly Dictionary<string, string> running = [];
    private bool thinking;

    private Terminal Terminal => screen.Terminal;

    /// <summary>False for an event that shows nothing.</summary>
    public bool Print(EventEnvelope happened)
    {
        switch (happened.Event)
        {
            case EventKinds.TurnToken: Words(happened.Text("text") ?? ""); return true;
            case EventKinds.TurnThinking: Think(happened.Text("text") ?? ""); return true;
            case EventKinds.TurnMessage: Message(happened.Text("text") ?? ""); return true;
            case EventKinds.TurnProgress: Note(happened.Text("text")); return true;
            case EventKinds.TurnSteered: Note($"sent into the turn: {happened.Text("content")}"); return true;
            case EventKinds.ToolStart: Start(happened.Read(WireJson.Default.ToolStartPayload)); return true;
            case EventKinds.ToolEnd: End(happened.Read(WireJson.Default.ToolEndPayload)); return true;
            case EventKinds.TurnInterrupted: Interrupted(happened.Read(WireJson.Default.TurnInterruptedPayload)); return true;
            case EventKinds.TurnStalled: Note(StallText.Of(happened.Read(WireJson.Default.TurnStalledPayload))); return true;
            case EventKinds.TurnRetry: Note(RetryText.Of(happened.Read(WireJson.Default.TurnRetryPayload))); return true;
            case EventKinds.UsageWindow: Note(WindowText.Warning(happened.Read(WireJson.Default.WindowView))); return true;
            case EventKinds.TurnTodo: Note(TodoText.Brief(happened.Read(WireJson.Default.TurnTodoPayload).Items)); return true;
            case EventKinds.HelperMessage: Helper(happened.Text("text") ?? ""); return true;
            case EventKinds.AgentDeclined: Note(happened.Text("reason")); return true;
            case EventKinds.SessionParked: Finish(); Note($"parked: {happened.Text("reason")}"); return true;
            case EventKinds.TurnDone: Finish(); Done(happened.Read(WireJson.Default.TurnDonePayload).Stats); return true;
            case EventKinds.TurnError: Finish(); Failed(happened.Read(WireJson.Default.TurnErrorPayload)); return true;
            case EventKinds.SessionCancelled: Finish(); Note($"cancelled: {happened.Text("reason")}"); return true;
            default: return false;
        }
    }

    public void Finish()
    {
        running.Clear();
        streamed.Clear();
        thinking = false;
        screen.Doing(null);
        screen.EndLine();
    }

    private void Words(string text)
    {
        EndThinking();
        screen.Doing(null);
        streamed.Append(text);
        screen.Words(SafeText.Words(text));
    }

    private void Think(string text)
    {
        if (!Terminal.OutputIsTerminal || text.Length == 0) return;
        if (!thinking) screen.EndLine();
        thinking = true;
        screen.Words(SafeText.Words(text), Terminal.OutStyle.Dim);
    }

    /// <summary>The finished text: what of it has not been streamed is shown now.</summary>
    private void Message(string text)
    {
        EndThinking();
        var seen = streamed.ToString();
        streamed.Clear();
        if (text.StartsWith(seen, StringComparison.Ordinal))
        {
            screen.Words(SafeText.Words(text[seen.Length..]));
        }
        else if (!seen.EndsWith(text, StringComparison.Ordinal))
        {
            screen.EndLine();
            screen.Words(SafeText.Words(text));
        }
        screen.EndLine();
    }

    private void EndThinking()
    {
        if (thinking) screen.EndLine();
        thinking = false;
    }

    private void Start(ToolStartPayload tool)
    {
        EndThinking();
        var brief = $"{SafeText.Line(tool.ToolName)} {SafeText.Shorten(ToolText.Brief(tool.Args), BriefLength)}".TrimEnd();
        running[tool.CallId] = brief;
        if (Terminal.ErrorIsTerminal)
        {
            if (Terminal.OutputIsTerminal) screen.EndLine();
            screen.Doing(Busy());
        }
        else
        {
            screen.Note($"{Indent(tool.ParentCallId)}tool {brief}");
        }
    }

    /// <summary>What a helper says goes to the agent; here a line tells that it does.</summary>
    private void Helper(string text)
    {
        EndThinking();
        if (FirstLine(text) is { Length: > 0 } said) Note($"  {SafeText.Shorten(said, BriefLength)}");
    }

    private void End(ToolEndPayload tool)
    {
        if (!running.Remove(tool.CallId, out var brief)) brief = SafeText.Line(tool.ToolName);
        var (style, indent) = (Terminal.ErrorStyle, Indent(tool.ParentCallId));
        var took = Durations.Exact(TimeSpan.FromMilliseconds(tool.Elapsed));
        screen.Note(Terminal.ErrorIsTerminal
            ? $"{indent}{(tool.Ok ? style.Green("✓") : style.Red("✗"))} {brief}  {style.Dim(took)}"
            : $"{indent}tool {brief} {(tool.Ok ? "done" : "failed")} {took}");
        if (!tool.Ok && tool.Result.Length > 0) screen.Note(style.Dim($"{indent}  {SafeText.Shorten(FirstLine(tool.Result), BriefLength)}"));
        screen.Doing(Busy());
    }

    private string? Busy() => running.Count switch
    {
        0 => null,
        1 => running.Values.First(),
        var count => string.Create(CultureInfo.InvariantCulture, $"{running.Values.Last()} (and {count - 1} more)"),
    };

    private void Interrupted(TurnInterruptedPayload interrupted)
    {
        Finish();
        Note($"interrupted: {interrupted.Reason}");
    }

    private void Done(TurnStatsView stats)
    {
        if (!Terminal.ErrorIsTerminal) return;
        screen.Note(Terminal.ErrorStyle.Dim(TurnSums.Of(stats)));
    }

    private void Failed(TurnErrorPayload error)
    {
        screen.Note($"{Terminal.ErrorStyle.Red("error:")} {SafeText.Line(error.Message)}");
        if (error.Fix is { } fix) screen.Note($"fix: {SafeText.Line(fix)}");
    }

    private void Note(string? text)
    {
        if (text is { Length: > 0 }) screen.Note(Terminal.ErrorStyle.Dim(SafeText.Words(text.TrimEnd())));
    }

    private static string Indent(string? parent) => parent is null ? "" : "  ";

    private static string FirstLine(string text) => text.TrimStart().Split('\n', 2)[0];
}
