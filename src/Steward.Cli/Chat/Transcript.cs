using Steward.Cli.Events;
using Steward.Cli.Markdown;
using Steward.Cli.Terminals;
using Steward.Cli.Turns;
using Steward.Protocol;
using Steward.Protocol.Events;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Chat;

/// <summary>From the events of a session to the rows of a chat: those that stay, and those that still change.</summary>
internal sealed class Transcript(Style style, TimeProvider time)
{
    private const int MessageLines = 20;

    private readonly MarkdownStream words = new(style);
    private readonly ToolLog tools = new(style, time);
    private readonly List<string> finished = [];
    private IReadOnlyList<TodoView> todo = [];
    private string streamed = "", thought = "";
    private bool midThought, todoChanged;
    private long since;

    /// <summary>Whether a turn runs, so that something moves.</summary>
    public bool IsMoving { get; private set; }

    public IReadOnlyList<string> TakeFinished()
    {
        IReadOnlyList<string> taken = [.. finished];
        finished.Clear();
        return taken;
    }

    public void Line(string row) => finished.Add(row);

    /// <summary>A message that somebody wrote, at the moment when the agent gets it.</summary>
    public void Message(string text)
    {
        var lines = SafeText.Words(text).Replace("\t", "    ", StringComparison.Ordinal).Split('\n');
        finished.Add("");
        for (var i = 0; i < Math.Min(lines.Length, MessageLines); i++) finished.Add(style.Bold((i == 0 ? "> " : "  ") + lines[i]));
        if (lines.Length > MessageLines) finished.Add(style.Dim($"  … {lines.Length - MessageLines} more lines"));
    }

    public void Hear(EventEnvelope happened, int width)
    {
        switch (happened.Event)
        {
            case EventKinds.TurnStart: Begin(); break;
            case EventKinds.TurnToken: Words(happened.Text("text") ?? "", width); break;
            case EventKinds.TurnThinking: Think(happened.Text("text") ?? "", width); break;
            case EventKinds.TurnMessage: Said(happened.Text("text") ?? "", width); break;
            case EventKinds.TurnProgress: Note(happened.Text("text"), width); break;
            case EventKinds.TurnRetry: Note(RetryText.Of(happened.Read(WireJson.Default.TurnRetryPayload)), width); break;
            case EventKinds.TurnStalled: Note(StallText.Of(happened.Read(WireJson.Default.TurnStalledPayload)), width); break;
            case EventKinds.UsageWindow: Note(WindowText.Warning(happened.Read(WireJson.Default.WindowView)), width); break;
            case EventKinds.AgentDeclined: Note(happened.Text("reason"), width); break;
            case EventKinds.TurnTodo: (todo, todoChanged) = (happened.Read(WireJson.Default.TurnTodoPayload).Items, true); break;
            case EventKinds.HelperMessage: EndWords(width); finished.AddRange(ToolLog.Said(happened.Text("text") ?? "", width).Select(style.Dim)); break;
            case EventKinds.TurnSteered: EndWords(width); Message(happened.Text("content") ?? ""); break;
            case EventKinds.ToolStart: EndWords(width); tools.Start(happened.Read(WireJson.Default.ToolStartPayload)); break;
            case EventKinds.ToolEnd: EndWords(width); finished.AddRange(tools.End(happened.Read(WireJson.Default.ToolEndPayload), width)); break;
            case EventKinds.PermissionRequest: EndWords(width); break;
            case EventKinds.TurnInterrupted: End(width); Begin(); Note($"interrupted: {happened.Text("reason")}", width); break;
            case EventKinds.SessionParked: End(width); Note($"parked: {happened.Text("reason")}", width); break;
            case EventKinds.TurnDone: End(width); Done(happened.Read(WireJson.Default.TurnDonePayload).Stats); break;
            case EventKinds.TurnError: End(width); Failed(happened.Read(WireJson.Default.TurnErrorPayload), width); break;
            case EventKinds.SessionCancelled: End(width); Note($"cancelled: {happened.Text("reason")}", width); break;
            case EventKinds.ChoiceTaken: Note($"{happened.Text("setting")}: {happened.Text("value")}", width); break;
            case EventKinds.ChoiceRefused: Note($"{happened.Text("value")} was refused: {happened.Text("reason")}", width); break;
            default: break;
        }
    }

    /// <summary>What still changes, with a sign of life when a turn runs and says nothing.</summary>
    public IReadOnlyList<string> Open(int width)
    {
        var rows = new List<string>();
        if (midThought) rows.AddRange(Dimmed(thought, width));
        rows.AddRange(words.Open(width));
        rows.AddRange(tools.Running(width));
        if (IsMoving && rows.Count == 0) rows.Add(tools.Moving("working", since, width));
        if (IsMoving) rows.AddRange(Todo(width));
        return rows;
    }

    /// <summary>A turn of the past ended; its sums are not of interest any more.</summary>
    public void EndQuietly(int width) => End(width);

    public IEnumerable<string>? Result(int? number) => tools.Show(number);

    private void Begin() => (IsMoving, since) = (true, time.GetTimestamp());

    private void Words(string text, int width)
    {
        EndThought(width);
        streamed += text;
        finished.AddRange(words.Add(SafeText.Words(text), width));
    }

    /// <summary>The finished text: what of it has not been streamed is shown now.</summary>
    private void Said(string text, int width)
    {
        EndThought(width);
        if (text.StartsWith(streamed, StringComparison.Ordinal))
        {
            finished.AddRange(words.Add(SafeText.Words(text[streamed.Length..]), width));
        }
        else if (!streamed.EndsWith(text, StringComparison.Ordinal))
        {
            finished.AddRange(words.End(width));
            finished.AddRange(words.Add(SafeText.Words(text), width));
        }
        EndWords(width);
        streamed = "";
    }

    private void Think(string text, int width)
    {
        EndWords(width);
        midThought = true;
        thought += SafeText.Words(text);
        var end = thought.LastIndexOf('\n');
        if (end < 0) return;
        finished.AddRange(Dimmed(thought[..end], width));
        thought = thought[(end + 1)..];
    }

    private void EndThought(int width)
    {
        if (midThought && thought.Length > 0) finished.AddRange(Dimmed(thought, width));
        (midThought, thought) = (false, "");
    }

    private void EndWords(int width)
    {
        EndThought(width);
        finished.AddRange(words.End(width));
    }

    private void End(int width)
    {
        EndWords(width);
        if (todoChanged) finished.AddRange(Todo(width));
        todoChanged = false;
        tools.Clear();
        (streamed, IsMoving) = ("", false);
    }

    private IEnumerable<string> Todo(int width) => TodoText.Lines(todo).Select(line => style.Dim(TextWidth.Fit(line, width)));

    private void Note(string? text, int width)
    {
        if (text?.TrimEnd() is { Length: > 0 } said) finished.AddRange(Dimmed(SafeText.Words(said), width));
    }

    private void Done(TurnStatsView stats) => finished.Add(style.Dim(TurnSums.Of(stats)));

    private void Failed(TurnErrorPayload error, int width)
    {
        var what = new Span($" {SafeText.Line(error.Message)}", Look.Plain);
        finished.AddRange(WordWrap.Rows([what], width, style, style.Red("error:")));
        if (error.Fix is { } fix) finished.AddRange(WordWrap.Rows([new Span($"fix: {SafeText.Line(fix)}", Look.Plain)], width, style));
    }

    private IEnumerable<string> Dimmed(string text, int width) =>
        text.Replace("\t", "    ", StringComparison.Ordinal).Split('\n').SelectMany(line => WordWrap.Rows([new Span(line, Look.Dim)], width, style));
}
