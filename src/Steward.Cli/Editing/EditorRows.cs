using System.Globalization;
using System.Text;
using Steward.Cli.Terminals;

namespace Steward.Cli.Editing;

/// <summary>The editor as rows of a terminal, with the place of the cursor; of a long text, the rows around it.</summary>
internal sealed record EditorRows(IReadOnlyList<string> Rows, int CursorRow, int CursorColumn)
{
    private const string Prompt = "> ", Continued = "  ";

    public static EditorRows Of(Editor editor, int width, int mostRows)
    {
        if (editor.Search is { } search)
        {
            var found = SafeText.Line(search.Found ?? "");
            var line = TextWidth.Fit($"search: {SafeText.Line(search.Query)}", width - 1);
            return new EditorRows([line, TextWidth.Fit(Continued + found, width)], 0, TextWidth.Of(line));
        }
        return Lay(editor.Buffer, width).Around(mostRows);
    }

    private static EditorRows Lay(EditBuffer buffer, int width)
    {
        var (rows, row, column) = (new List<string>(), new StringBuilder(Prompt), Prompt.Length);
        var (cursorRow, cursorColumn) = (0, Prompt.Length);
        void Break()
        {
            rows.Add(row.ToString());
            row.Clear().Append(Continued);
            column = Continued.Length;
        }
        for (var at = 0; ;)
        {
            if (at == buffer.Cursor) (cursorRow, cursorColumn) = (rows.Count, column);
            if (at >= buffer.Text.Length) break;
            var length = StringInfo.GetNextTextElementLength(buffer.Text.AsSpan(at));
            var cluster = buffer.Text.Substring(at, length);
            at += length;
            if (cluster.Contains('\n', StringComparison.Ordinal))
            {
                Break();
                continue;
            }
            var shown = cluster == "\t" ? "    " : SafeText.Line(cluster);
            var columns = TextWidth.Of(shown);
            if (column + columns > width)
            {
                Break();
                if (at - length == buffer.Cursor) (cursorRow, cursorColumn) = (rows.Count, column);
            }
            row.Append(shown);
            column += columns;
        }
        // The cursor after a full row stands at the beginning of the next.
        if (cursorColumn >= width && cursorRow == rows.Count)
        {
            Break();
            (cursorRow, cursorColumn) = (rows.Count, column);
        }
        rows.Add(row.ToString());
        return new EditorRows(rows, cursorRow, cursorColumn);
    }

    private EditorRows Around(int most)
    {
        if (Rows.Count <= most) return this;
        var first = Math.Clamp(CursorRow - (most / 2), 0, Rows.Count - most);
        return new EditorRows([.. Rows.Skip(first).Take(most)], CursorRow - first, CursorColumn);
    }
}
