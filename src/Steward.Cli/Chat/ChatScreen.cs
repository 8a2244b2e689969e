using Steward.Cli.Editing;
using Steward.Cli.Markdown;
using Steward.Cli.Terminals;

namespace Steward.Cli.Chat;

/// <summary>The picture of a chat: what is open of the answer, what waits, what is asked, the line that is written, and the status.</summary>
internal sealed class ChatScreen(Terminal terminal)
{
    private const int MostWaiting = 3, LeastEditorRows = 3;

    private readonly LiveArea area = new(terminal.Out);

    private Style Style => terminal.OutStyle;

    // The last column stays empty: a terminal that has written into it waits in a state of its own.
    public static int Width => TerminalSize.Now().Columns - 1;

    public void Show(ChatPicture picture)
    {
        var size = TerminalSize.Now();
        var width = size.Columns - 1;
        var editor = EditorRows.Of(picture.Editor, width, Math.Max(LeastEditorRows, size.Rows / 2));
        var below = Below(picture, width).ToList();
        var above = Above(picture, width).ToList();
        // Of an answer that is higher than the terminal, its end.
        var room = Math.Max(0, size.Rows - 1 - editor.Rows.Count - below.Count);
        var rows = above.Skip(Math.Max(0, above.Count - room)).ToList();
        var cursor = (rows.Count + editor.CursorRow, editor.CursorColumn);
        area.Show(picture.Finished, [.. rows, .. editor.Rows, .. below], cursor, size.Columns);
    }

    public void Erase(IReadOnlyList<string> finished)
    {
        area.Erase();
        foreach (var row in finished) terminal.Out.Write(row + "\r\n");
    }

    public void Forget() => area.Forget();

    public void Clear()
    {
        terminal.Out.Write("\e[H\e[2J");
        area.Forget();
    }

    private IEnumerable<string> Above(ChatPicture picture, int width)
    {
        foreach (var row in picture.Open) yield return row;
        if (picture.Asked.Length > 0)
            foreach (var row in WordWrap.Rows([new Span(picture.Asked.TrimEnd(), Look.Plain)], width, Style)) yield return row;
        foreach (var text in picture.Waiting.Take(MostWaiting))
            yield return Style.Dim(TextWidth.Fit($"… {SafeText.Line(text.ReplaceLineEndings(" "))}", width));
        if (picture.Waiting.Count > MostWaiting) yield return Style.Dim(TextWidth.Fit($"… and {picture.Waiting.Count - MostWaiting} more wait", width));
    }

    private IEnumerable<string> Below(ChatPicture picture, int width)
    {
        if (picture.Candidates.Count > 0) yield return Style.Dim(TextWidth.Fit("  " + string.Join("  ", picture.Candidates), width));
        yield return Style.Dim(TextWidth.Fit(picture.Status, width));
    }
}

internal sealed record ChatPicture
{
    public required IReadOnlyList<string> Finished { get; init; }

    public required IReadOnlyList<string> Open { get; init; }

    /// <summary>The end of a question, after which the answer is typed.</summary>
    public required string Asked { get; init; }

    public required IReadOnlyList<string> Waiting { get; init; }

    public required Editor Editor { get; init; }

    public required IReadOnlyList<string> Candidates { get; init; }

    public required string Status { get; init; }
}
