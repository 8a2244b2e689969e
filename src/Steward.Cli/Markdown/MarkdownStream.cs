using Steward.Cli.Terminals;

namespace Steward.Cli.Markdown;

/// <summary>
/// Markdown that comes in pieces, as rows of a terminal. A line that is whole does not change any more and is given out; what is
/// still open is shown as it would be if it ended here. The text must be safe to show already.
/// </summary>
internal sealed class MarkdownStream(Style style)
{
    private readonly List<string> table = [];
    private string partial = "";
    private Fence? fence;

    /// <summary>The rows that are finished now.</summary>
    public IReadOnlyList<string> Add(string text, int width)
    {
        var lines = (partial + text).Split('\n');
        var rows = new List<string>();
        foreach (var line in lines.AsSpan(0, lines.Length - 1)) Take(line, rows, width);
        partial = lines[^1];
        return rows;
    }

    /// <summary>How what is still open looks at the moment.</summary>
    public IReadOnlyList<string> Open(int width)
    {
        var rows = new List<string>();
        if (table.Count > 0) rows.AddRange(MarkdownTable.Rows(table, width, style));
        if (partial.Length == 0) return rows;
        if (fence is { } open)
        {
            if (!open.MayBecomeEnd(partial)) rows.AddRange(WordWrap.Rows([new Span(open.Indented(partial), Look.Code)], width, style));
        }
        else if (Fence.Begin(partial) is null && !partial.TrimStart().StartsWith('|'))
        {
            rows.AddRange(MarkdownLine.Rows(partial, width, style));
        }
        return rows;
    }

    /// <summary>The text is over: what was open is finished too.</summary>
    public IReadOnlyList<string> End(int width)
    {
        var rows = new List<string>();
        if (partial.Length > 0) Take(partial, rows, width);
        EndTable(rows, width);
        (partial, fence) = ("", null);
        return rows;
    }

    private void Take(string line, List<string> rows, int width)
    {
        line = line.Replace("\t", "    ", StringComparison.Ordinal);
        if (fence is { } open)
        {
            // Not broken at the width: who copies it gets the line.
            if (open.IsEndedBy(line)) fence = null;
            else rows.Add(style.Paint(Span.Codes(Look.Code), open.Indented(line)));
            return;
        }
        if (MarkdownTable.IsRow(line))
        {
            table.Add(line);
            return;
        }
        EndTable(rows, width);
        fence = Fence.Begin(line);
        if (fence is null) rows.AddRange(MarkdownLine.Rows(line, width, style));
    }

    private void EndTable(List<string> rows, int width)
    {
        if (table.Count > 0) rows.AddRange(MarkdownTable.Rows(table, width, style));
        table.Clear();
    }
}
