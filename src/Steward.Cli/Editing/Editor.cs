using System.Collections.Immutable;

namespace Steward.Cli.Editing;

/// <summary>What the editor cannot do itself.</summary>
internal enum EditorRequest
{
    None,
    Submit,
    Interrupt,
    Leave,
    Complete,
    Clear,
    Suspend,
}

/// <summary>A message that is being written: keys in, another state out.</summary>
internal sealed record Editor
{
    public EditBuffer Buffer { get; init; } = EditBuffer.Empty;

    /// <summary>Earlier messages, the oldest first.</summary>
    public ImmutableList<string> History { get; init; } = [];

    public HistorySearch? Search { get; init; }

    private string Killed { get; init; } = "";

    private ImmutableStack<EditBuffer> Past { get; init; } = [];

    private KeyKind Last { get; init; } = KeyKind.Unknown;

    /// <summary>How far back in the history; zero is what is being written.</summary>
    private int Back { get; init; }

    private string Draft { get; init; } = "";

    public string Text => Buffer.Text;

    public Editor Cleared() => new() { History = History, Killed = Killed };

    public Editor Holding(string text) => Cleared() with { Buffer = EditBuffer.AtEndOf(text) };

    public Editor Remembering(string message) =>
        History is [.., var last] && last == message ? this : this with { History = History.Add(message) };

    public (Editor Next, EditorRequest Request) Press(Key key)
    {
        if (Search is { } search && search.Press(key) is { } searched) return (this with { Search = searched }, EditorRequest.None);
        var editor = Search is { } ended ? AfterSearch(ended, key) : this;
        if (Search is not null && key.Kind is KeyKind.Escape or KeyKind.Interrupt) return (editor, EditorRequest.None);
        var (next, request) = editor.Act(key);
        return (next with { Last = key.Kind }, request);
    }

    private Editor AfterSearch(HistorySearch ended, Key key)
    {
        var kept = key.Kind is not (KeyKind.Escape or KeyKind.Interrupt) && ended.Found is { } found ? Edited(EditBuffer.AtEndOf(found)) : this;
        return kept with { Search = null };
    }

    private (Editor Next, EditorRequest Request) Act(Key key) => key.Kind switch
    {
        KeyKind.Text => (Typed(key.Text), EditorRequest.None),
        KeyKind.Paste => (Edited(Buffer.Insert(key.Text)), EditorRequest.None),
        KeyKind.NewLine => (Edited(Buffer.Insert("\n")), EditorRequest.None),
        KeyKind.Enter when Text.EndsWith('\\') && Buffer.Cursor == Text.Length =>
            (Edited(Buffer.DeleteBack().Insert("\n")), EditorRequest.None),
        KeyKind.Enter => (this, EditorRequest.Submit),
        KeyKind.Backspace => (Edited(Buffer.DeleteBack()), EditorRequest.None),
        KeyKind.Delete => (Edited(Buffer.DeleteForward()), EditorRequest.None),
        KeyKind.EndOfInput when Text.Length == 0 => (this, EditorRequest.Leave),
        KeyKind.EndOfInput => (Edited(Buffer.DeleteForward()), EditorRequest.None),
        KeyKind.KillToEnd => (Kill(Buffer.KillToEnd()), EditorRequest.None),
        KeyKind.KillToStart => (Kill(Buffer.KillToStart()), EditorRequest.None),
        KeyKind.KillWordBack => (Kill(Buffer.KillWordBack()), EditorRequest.None),
        KeyKind.KillWordForward => (Kill(Buffer.KillWordForward()), EditorRequest.None),
        KeyKind.Yank => (Edited(Buffer.Insert(Killed)), EditorRequest.None),
        KeyKind.Undo => (Undone(), EditorRequest.None),
        KeyKind.Search => (this with { Search = new HistorySearch(History) }, EditorRequest.None),
        KeyKind.Up => (Buffer.Up() is { } above ? this with { Buffer = above } : Recall(Back + 1), EditorRequest.None),
        KeyKind.Down => (Buffer.Down() is { } below ? this with { Buffer = below } : Recall(Back - 1), EditorRequest.None),
        KeyKind.Complete => (this, EditorRequest.Complete),
        KeyKind.Interrupt => (this, EditorRequest.Interrupt),
        KeyKind.Clear => (this, EditorRequest.Clear),
        KeyKind.Suspend => (this, EditorRequest.Suspend),
        KeyKind.Left or KeyKind.Right or KeyKind.WordLeft or KeyKind.WordRight or KeyKind.Home or KeyKind.End =>
            (this with { Buffer = Moved(key.Kind) }, EditorRequest.None),
        KeyKind.Escape or KeyKind.Unknown => (this, EditorRequest.None),
    };

    private EditBuffer Moved(KeyKind kind) => kind switch
    {
        KeyKind.Left => Buffer.Left(),
        KeyKind.Right => Buffer.Right(),
        KeyKind.WordLeft => Buffer.WordLeft(),
        KeyKind.WordRight => Buffer.WordRight(),
        KeyKind.Home => Buffer.Home(),
        _ => Buffer.End(),
    };

    // Words that were typed in one go are taken back in one go.
    private Editor Typed(string text) =>
        Last == KeyKind.Text ? this with { Buffer = Buffer.Insert(text) } : Edited(Buffer.Insert(text));

    private Editor Edited(EditBuffer next) => next.Text == Text ? this with { Buffer = next } : this with { Buffer = next, Past = Past.Push(Buffer) };

    private Editor Kill((EditBuffer Kept, string Killed) cut) => cut.Killed.Length == 0 ? this : Edited(cut.Kept) with { Killed = cut.Killed };

    private Editor Undone() => Past.IsEmpty ? this : this with { Past = Past.Pop(out var before), Buffer = before };

    private Editor Recall(int back)
    {
        if (back < 0 || back > History.Count) return this;
        var draft = Back == 0 ? Text : Draft;
        var text = back == 0 ? draft : History[^back];
        return this with { Back = back, Draft = draft, Buffer = EditBuffer.AtEndOf(text), Past = [] };
    }
}
