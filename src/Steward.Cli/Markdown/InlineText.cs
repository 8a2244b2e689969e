using System.Text;

namespace Steward.Cli.Markdown;

/// <summary>Markdown within a line: emphasis, code, links. What is not closed stands there as it was written.</summary>
internal sealed class InlineText
{
    // Looking for what closes takes the rest of the line each time: a line that only opens must not take for ever.
    private const int LongestLine = 8000, Deepest = 6;

    private readonly List<Span> spans = [];
    private readonly StringBuilder plain = new();
    private readonly string text;
    private readonly Look look;
    private readonly int depth;

    private InlineText(string text, Look look, int depth) => (this.text, this.look, this.depth) = (text, look, depth);

    public static IReadOnlyList<Span> Parse(string text, Look look = Look.Plain) =>
        text.Length > LongestLine ? [new Span(text, look)] : new InlineText(text, look, 0).Run();

    private List<Span> Run()
    {
        for (var i = 0; i < text.Length;)
        {
            var taken = depth >= Deepest ? 0 : text[i] switch
            {
                '\\' => Escaped(i),
                '`' => Code(i),
                '*' or '_' or '~' => Emphasis(i),
                '[' => Link(i, i),
                '!' when i + 1 < text.Length && text[i + 1] == '[' => Link(i, i + 1),
                '<' => Address(i),
                _ => 0,
            };
            if (taken == 0) plain.Append(text[i]);
            i += Math.Max(1, taken);
        }
        EndPlain();
        return spans;
    }

    private int Escaped(int at)
    {
        if (at + 1 >= text.Length || !(char.IsPunctuation(text[at + 1]) || char.IsSymbol(text[at + 1]))) return 0;
        plain.Append(text[at + 1]);
        return 2;
    }

    private int Code(int at)
    {
        var count = RunOf('`', at);
        var end = at + count;
        while ((end = text.IndexOf('`', end)) >= 0)
        {
            var closing = RunOf('`', end);
            if (closing == count) break;
            end += closing;
        }
        if (end < 0)
        {
            plain.Append('`', count);
            return count;
        }
        var code = text[(at + count)..end];
        Add(code.Length > 2 && code[0] == ' ' && code[^1] == ' ' ? code[1..^1] : code, Look.Code);
        return end + count - at;
    }

    private int Emphasis(int at)
    {
        var mark = text[at];
        var count = RunOf(mark, at);
        var meaning = (mark, count) switch
        {
            ('~', 2) => Look.Struck,
            ('~', _) => Look.Plain,
            (_, 1) => Look.Italic,
            (_, 2) => Look.Bold,
            (_, 3) => Look.Bold | Look.Italic,
            _ => Look.Plain,
        };
        if (meaning == Look.Plain || !Opens(mark, at, count) || Closing(mark, at + count, count) is not { } end)
        {
            plain.Append(mark, count);
            return count;
        }
        EndPlain();
        spans.AddRange(new InlineText(text[(at + count)..end], look | meaning, depth + 1).Run());
        return end + count - at;
    }

    private bool Opens(char mark, int at, int count)
    {
        var after = at + count;
        if (after >= text.Length || char.IsWhiteSpace(text[after])) return false;
        // snake_case is no emphasis.
        return mark != '_' || at == 0 || !char.IsLetterOrDigit(text[at - 1]);
    }

    private int? Closing(char mark, int from, int count)
    {
        for (var i = from; i < text.Length;)
        {
            if (text[i] == '\\') i += 2;
            else if (text[i] == '`') i = AfterCode(i);
            else if (text[i] != mark) i++;
            else if (RunOf(mark, i) is var run && run != count) i += run;
            else if (i > from && !char.IsWhiteSpace(text[i - 1]) && (mark != '_' || i + count >= text.Length || !char.IsLetterOrDigit(text[i + count]))) return i;
            else i += run;
        }
        return null;
    }

    private int AfterCode(int at)
    {
        var count = RunOf('`', at);
        var end = text.IndexOf(new string('`', count), at + count, StringComparison.Ordinal);
        return end < 0 ? at + count : end + count;
    }

    private int Link(int start, int bracket)
    {
        var close = Matching(bracket, '[', ']');
        if (close < 0 || close + 1 >= text.Length || text[close + 1] != '(') return 0;
        var end = Matching(close + 1, '(', ')');
        if (end < 0) return 0;
        var label = text[(bracket + 1)..close];
        var address = text[(close + 2)..end].Split(' ', 2)[0].Trim('<', '>');
        EndPlain();
        spans.AddRange(new InlineText(label, look | Look.Underlined, depth + 1).Run());
        // Where it leads is always said: the words alone could promise anything.
        if (address.Length > 0 && address != label) Add($" ({address})", Look.Dim);
        return end + 1 - start;
    }

    private int Address(int at)
    {
        var end = text.IndexOf('>', at);
        if (end < 0 || !text.AsSpan(at + 1).StartsWith("http", StringComparison.Ordinal) || text.AsSpan(at, end - at).Contains(' ')) return 0;
        Add(text[(at + 1)..end], Look.Underlined);
        return end + 1 - at;
    }

    private int Matching(int at, char open, char close)
    {
        var depth = 0;
        for (var i = at; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == open) depth++;
            else if (text[i] == close && --depth == 0) return i;
        }
        return -1;
    }

    private int RunOf(char mark, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == mark) end++;
        return end - at;
    }

    private void Add(string piece, Look more)
    {
        EndPlain();
        spans.Add(new Span(piece, look | more));
    }

    private void EndPlain()
    {
        if (plain.Length > 0) spans.Add(new Span(plain.ToString(), look));
        plain.Clear();
    }
}
