using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Steward.Cli.Terminals;

namespace Steward.Cli.Tests.Support;

/// <summary>As much of a terminal as is needed to see what somebody would see: rows, a cursor, and what has scrolled away above.</summary>
internal sealed partial class VirtualScreen(int columns, int rows)
{
    private readonly List<List<string>> lines = [[]];
    private int row, column;

    public int Row => row - Top;

    public int Column => column;

    private int Top => Math.Max(0, lines.Count - rows);

    /// <summary>All that was ever shown and not erased, blanks at the ends left out.</summary>
    public IReadOnlyList<string> Lines => [.. lines.Select(Text)];

    public string All => string.Join('\n', Lines).TrimEnd('\n');

    public void Write(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\e')
            {
                var sequence = Sequence().Match(text, at);
                if (!sequence.Success) throw new InvalidOperationException($"A sequence that is not known: {text[at..Math.Min(text.Length, at + 12)].Replace("\e", "ESC", StringComparison.Ordinal)}");
                Do(sequence.Groups[1].Value, sequence.Groups[2].Value);
                at += sequence.Length;
                continue;
            }
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            foreach (var cluster in text[at] is '\r' or '\n' ? text.Substring(at, length).Select(letter => letter.ToString()) : [text.Substring(at, length)]) Put(cluster);
            at += length;
        }
    }

    private void Put(string cluster)
    {
        if (cluster is "\r") column = 0;
        else if (cluster is "\n") Down();
        else if (cluster is "\a" or "\b") return;
        else Place(cluster, TextWidth.Of(cluster));
    }

    private void Place(string cluster, int width)
    {
        if (column + width > columns)
        {
            column = 0;
            Down();
        }
        var line = lines[row];
        while (line.Count < column + width) line.Add(" ");
        line[column] = cluster;
        for (var i = 1; i < width; i++) line[column + i] = "";
        column += width;
    }

    private void Down()
    {
        row++;
        while (lines.Count <= row) lines.Add([]);
    }

    private void Do(string parameters, string final)
    {
        var count = int.TryParse(parameters, CultureInfo.InvariantCulture, out var given) ? given : 0;
        switch (final)
        {
            case "A": row = Math.Max(Top, row - Math.Max(1, count)); break;
            case "C": column = Math.Min(columns - 1, column + Math.Max(1, count)); break;
            case "J" when count == 0: EraseBelow(); break;
            case "J": for (var i = Top; i < lines.Count; i++) lines[i].Clear(); break;
            case "H": (row, column) = (Top, 0); break;
            case "K": if (count == 2) lines[row].Clear(); else Cut(lines[row], column); break;
            default: break;
        }
    }

    // The rows below stay rows of the terminal, empty ones.
    private void EraseBelow()
    {
        Cut(lines[row], column);
        for (var i = row + 1; i < lines.Count; i++) lines[i].Clear();
    }

    private static void Cut(List<string> line, int from)
    {
        if (line.Count > from) line.RemoveRange(from, line.Count - from);
    }

    private static string Text(List<string> line) => new StringBuilder().AppendJoin("", line).ToString().TrimEnd(' ');

    [GeneratedRegex(@"\G\e\[([0-9;?]*)([A-Za-z])")]
    private static partial Regex Sequence();
}
