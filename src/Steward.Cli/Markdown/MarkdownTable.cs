using Steward.Cli.Terminals;

namespace Steward.Cli.Markdown;

/// <summary>A table, its columns as wide as their widest cell. One that is too wide for the terminal stays as it was written.</summary>
internal static class MarkdownTable
{
    private const string Gap = " │ ", Crossing = "─┼─";

    public static bool IsRow(string line) => line.TrimStart().StartsWith('|');

    public static IReadOnlyList<string> Rows(IReadOnlyList<string> lines, int width, Style style)
    {
        if (lines.Count < 2 || Alignments(lines[1]) is not { } alignments) return AsWritten(lines, width, style);
        var rows = lines.Where((_, i) => i != 1).Select((line, i) => Row(line, alignments.Count, i == 0, style)).ToList();
        var widths = Enumerable.Range(0, alignments.Count).Select(column => rows.Max(row => WidthOf(row[column]))).ToList();
        if (widths.Sum() + ((widths.Count - 1) * Gap.Length) > width) return AsWritten(lines, width, style);
        var shown = rows.Select(row => Line(row, widths, alignments, style)).ToList();
        shown.Insert(1, style.Dim(string.Join(Crossing, widths.Select(wide => new string('─', wide)))));
        return shown;
    }

    private static List<string> AsWritten(IReadOnlyList<string> lines, int width, Style style) =>
        [.. lines.SelectMany(line => WordWrap.Rows(Inline(line, style, Look.Plain), width, style))];

    private static List<IReadOnlyList<Span>> Row(string line, int count, bool header, Style style)
    {
        var cells = Cells(line).Select(cell => Inline(cell, style, header ? Look.Bold : Look.Plain)).Take(count).ToList();
        while (cells.Count < count) cells.Add([]);
        return cells;
    }

    private static IReadOnlyList<Span> Inline(string text, Style style, Look look) => style.Enabled ? InlineText.Parse(text, look) : [new Span(text, look)];

    private static string Line(List<IReadOnlyList<Span>> row, List<int> widths, List<int> alignments, Style style) =>
        string.Join(style.Dim(Gap), row.Select((cell, column) => Padded(cell, widths[column], alignments[column], style))).TrimEnd(' ');

    private static string Padded(IReadOnlyList<Span> cell, int width, int alignment, Style style)
    {
        var missing = width - WidthOf(cell);
        var before = alignment switch { < 0 => 0, 0 => missing / 2, _ => missing };
        return new string(' ', before) + string.Concat(cell.Select(span => style.Paint(Span.Codes(span.Look), span.Text))) + new string(' ', missing - before);
    }

    private static int WidthOf(IReadOnlyList<Span> cell) => cell.Sum(span => TextWidth.Of(span.Text));

    /// <summary>-1 left, 0 in the middle, 1 right; null when it is not the line below a header.</summary>
    private static List<int>? Alignments(string line)
    {
        var alignments = new List<int>();
        foreach (var cell in Cells(line))
        {
            if (cell.Trim(':').Trim('-').Length > 0 || !cell.Contains('-', StringComparison.Ordinal)) return null;
            alignments.Add((cell[0], cell[^1]) switch { (':', ':') => 0, (_, ':') => 1, _ => -1 });
        }
        return alignments.Count > 0 ? alignments : null;
    }

    private static List<string> Cells(string line)
    {
        var inner = line.Trim()[1..];
        if (inner.EndsWith('|') && !inner.EndsWith("\\|", StringComparison.Ordinal)) inner = inner[..^1];
        var (cells, start) = (new List<string>(), 0);
        for (var i = 0; i <= inner.Length; i++)
        {
            if (i < inner.Length && (inner[i] != '|' || (i > 0 && inner[i - 1] == '\\'))) continue;
            cells.Add(inner[start..i].Trim().Replace("\\|", "|", StringComparison.Ordinal));
            start = i + 1;
        }
        return cells;
    }
}
