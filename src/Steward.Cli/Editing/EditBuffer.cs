using System.Globalization;

namespace Steward.Cli.Editing;

/// <summary>A text with a cursor in it, which never stands within a character.</summary>
internal readonly record struct EditBuffer(string Text, int Cursor)
{
    public static EditBuffer Empty => new("", 0);

    public static EditBuffer AtEndOf(string text) => new(text, text.Length);

    public EditBuffer Insert(string text) => new(Text.Insert(Cursor, text), Cursor + text.Length);

    public EditBuffer Left() => this with { Cursor = Before(Cursor) };

    public EditBuffer Right() => this with { Cursor = After(Cursor) };

    public EditBuffer WordLeft() => this with { Cursor = WordBefore() };

    public EditBuffer WordRight() => this with { Cursor = WordAfter() };

    public EditBuffer Home() => this with { Cursor = LineStart(Cursor) };

    public EditBuffer End() => this with { Cursor = LineEnd(Cursor) };

    public EditBuffer DeleteBack() => Cut(Before(Cursor), Cursor).Kept;

    public EditBuffer DeleteForward() => Cut(Cursor, After(Cursor)).Kept;

    public (EditBuffer Kept, string Killed) KillWordBack() => Cut(WordBefore(), Cursor);

    public (EditBuffer Kept, string Killed) KillWordForward() => Cut(Cursor, WordAfter());

    public (EditBuffer Kept, string Killed) KillToStart() => Cut(LineStart(Cursor), Cursor);

    /// <summary>At the end of a line, the line after it is joined.</summary>
    public (EditBuffer Kept, string Killed) KillToEnd() => Cut(Cursor, LineEnd(Cursor) is var end && end > Cursor ? end : After(Cursor));

    /// <summary>Null where there is no line above.</summary>
    public EditBuffer? Up()
    {
        var start = LineStart(Cursor);
        return start == 0 ? null : InLine(LineStart(start - 1), Cursor - start);
    }

    /// <summary>Null where there is no line below.</summary>
    public EditBuffer? Down()
    {
        var end = LineEnd(Cursor);
        return end == Text.Length ? null : InLine(end + 1, Cursor - LineStart(Cursor));
    }

    private EditBuffer InLine(int start, int column)
    {
        var wanted = Math.Min(start + column, LineEnd(start));
        var at = start;
        while (After(at) <= wanted && at < wanted) at = After(at);
        return this with { Cursor = at };
    }

    private (EditBuffer Kept, string Killed) Cut(int from, int to) => (new EditBuffer(Text.Remove(from, to - from), from), Text[from..to]);

    private int LineStart(int at) => at == 0 ? 0 : Text.LastIndexOf('\n', at - 1) + 1;

    private int LineEnd(int at) => Text.IndexOf('\n', at) is >= 0 and var end ? end : Text.Length;

    private int After(int at) => at == Text.Length ? at : at + StringInfo.GetNextTextElementLength(Text.AsSpan(at));

    private int Before(int at)
    {
        if (at == 0) return 0;
        var before = LineStart(at);
        if (before == at) return at - 1;
        while (After(before) < at) before = After(before);
        return before;
    }

    private int WordBefore()
    {
        var at = Cursor;
        while (at > 0 && !IsOfWord(at - 1)) at--;
        while (at > 0 && IsOfWord(at - 1)) at--;
        return at;
    }

    private int WordAfter()
    {
        var at = Cursor;
        while (at < Text.Length && !IsOfWord(at)) at++;
        while (at < Text.Length && IsOfWord(at)) at++;
        return at;
    }

    // Both halves of a pair, and what is drawn onto a letter, go with the word.
    private bool IsOfWord(int at) => char.IsLetterOrDigit(Text[at]) || char.IsSurrogate(Text[at]) || Text[at] is '_' or '\u200d' or '\ufe0f'
        || char.GetUnicodeCategory(Text[at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
