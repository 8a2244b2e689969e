using Steward.Cli.Terminals;

namespace Steward.Cli.Markdown;

/// <summary>One line of Markdown that is neither code nor a table: a heading, an item, a quote, a rule, or text.</summary>
internal static class MarkdownLine
{
    private const int LongestRule = 40;

    public static IReadOnlyList<string> Rows(string line, int width, Style style)
    {
        var text = line.TrimStart(' ');
        var indent = Math.Min(line.Length - text.Length, width / 2);
        if (text.Length == 0) return [""];
        if (IsRule(text)) return [style.Dim(new string('─', Math.Min(width, LongestRule)))];
        if (text[0] == '>') return Quote(text, width, style);
        if (HeadingLevel(text) is { } level && style.Enabled)
            return WordWrap.Rows(InlineText.Parse(text[level..].Trim().TrimEnd('#').TrimEnd(), level == 1 ? Look.Heading | Look.Underlined : Look.Heading), width, style);
        var margin = new string(' ', indent);
        if (Marker(text) is not { } marker) return WordWrap.Rows(Inline(text, style, Look.Plain), width, style, margin, margin);
        var (sign, content) = Item(text, marker);
        return WordWrap.Rows(Inline(content, style, Look.Plain), width, style, margin + sign, margin + new string(' ', TextWidth.Of(sign)));
    }

    private static IReadOnlyList<Span> Inline(string text, Style style, Look look) =>
        // Without colours the marks are all that tells what is stressed.
        style.Enabled ? InlineText.Parse(text, look) : [new Span(text, look)];

    private static IReadOnlyList<string> Quote(string text, int width, Style style)
    {
        var depth = 0;
        while (text.StartsWith('>') && depth < width / 4)
        {
            text = text[1..];
            if (text.StartsWith(' ')) text = text[1..];
            depth++;
        }
        var bar = style.Dim(string.Concat(Enumerable.Repeat("│ ", depth)));
        return WordWrap.Rows(Inline(text, style, Look.Dim), width, style, bar, bar);
    }

    private static int? HeadingLevel(string text)
    {
        var level = text.Length - text.TrimStart('#').Length;
        return level is > 0 and <= 6 && level < text.Length && text[level] == ' ' ? level : null;
    }

    private static bool IsRule(string text)
    {
        var marks = text.Replace(" ", "", StringComparison.Ordinal);
        return marks.Length >= 3 && marks[0] is '-' or '*' or '_' && marks.All(mark => mark == marks[0]) && marks.Length >= 3;
    }

    /// <summary>How long the sign of a list's item is.</summary>
    private static int? Marker(string text)
    {
        if (text.Length > 1 && text[0] is '-' or '*' or '+' && text[1] == ' ') return 1;
        var digits = 0;
        while (digits < text.Length && digits < 9 && char.IsAsciiDigit(text[digits])) digits++;
        return digits > 0 && digits + 1 < text.Length && text[digits] is '.' or ')' && text[digits + 1] == ' ' ? digits + 1 : null;
    }

    private static (string Sign, string Content) Item(string text, int marker)
    {
        var sign = marker == 1 ? "•" : text[..marker];
        var content = text[marker..].TrimStart(' ');
        if (content.StartsWith("[ ] ", StringComparison.Ordinal)) (sign, content) = ($"{sign} ☐", content[4..]);
        else if (content.StartsWith("[x] ", StringComparison.OrdinalIgnoreCase)) (sign, content) = ($"{sign} ☑", content[4..]);
        return ($"{sign} ", content);
    }
}
