namespace Steward.Cli.Terminals;

/// <summary>Lines of cells, each column as wide as its widest cell. The last one takes what it needs.</summary>
internal static class Columns
{
    private const string Gap = "  ";

    public static IEnumerable<string> Align(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = new int[header.Count];
        for (var column = 0; column < widths.Length; column++)
            widths[column] = rows.Select(row => row[column].Length).Prepend(header[column].Length).Max();
        yield return Line(header, widths);
        foreach (var row in rows) yield return Line(row, widths);
    }

    private static string Line(IReadOnlyList<string> cells, int[] widths) =>
        string.Join(Gap, cells.Select((cell, column) => column == widths.Length - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd();
}
