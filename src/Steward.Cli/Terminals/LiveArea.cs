using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Steward.Cli.Terminals;

/// <summary>
/// The rows at the bottom of a terminal that change. What is finished is written above them once, and belongs to the terminal's
/// own scrollback from then on. One write draws one picture, and rows that did not change are not drawn: nothing flickers.
/// </summary>
internal sealed partial class LiveArea(TextWriter output)
{
    // Terminals that know it show a picture only when it is whole; others ignore it.
    private const string Begin = "\e[?2026h\e[?25l", End = "\e[?25h\e[?2026l";

    private IReadOnlyList<string> drawn = [];
    private int cursorRow, width;

    /// <param name="above">Finished rows. They may be longer than the terminal is wide.</param>
    /// <param name="rows">What stands below them now, each narrower than the terminal.</param>
    public void Show(IReadOnlyList<string> above, IReadOnlyList<string> rows, (int Row, int Column) cursor, int columns)
    {
        var picture = new StringBuilder(Begin).Append(ToTop(columns));
        if (above.Count > 0 || columns != width) AppendAll(picture, above, rows);
        else AppendChanges(picture, rows);
        Move(picture, rows.Count - 1 - cursor.Row, 'A');
        picture.Append('\r');
        Move(picture, cursor.Column, 'C');
        output.Write(picture.Append(End).ToString());
        (drawn, cursorRow, width) = (rows, cursor.Row, columns);
    }

    /// <summary>Leaves the terminal to somebody else, below what is finished.</summary>
    public void Erase()
    {
        if (drawn.Count > 0) output.Write($"{ToTop(width)}\e[J");
        (drawn, cursorRow) = ([], 0);
    }

    /// <summary>Somebody else cleared the terminal, or wrote to it.</summary>
    public void Forget() => (drawn, cursorRow) = ([], 0);

    /// <summary>A terminal that becomes narrower breaks the rows that are too long now: the top is further up.</summary>
    private string ToTop(int columns)
    {
        var up = drawn.Take(cursorRow).Sum(row => columns >= width ? 1 : Math.Max(1, (VisibleWidth(row) + columns - 1) / columns));
        return up > 0 ? string.Create(CultureInfo.InvariantCulture, $"\e[{up}A\r") : "\r";
    }

    private static void AppendAll(StringBuilder picture, IReadOnlyList<string> above, IReadOnlyList<string> rows)
    {
        picture.Append("\e[J");
        foreach (var row in above) picture.Append(row).Append("\r\n");
        picture.AppendJoin("\r\n", rows);
    }

    private void AppendChanges(StringBuilder picture, IReadOnlyList<string> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0) picture.Append("\r\n");
            if (i >= drawn.Count || rows[i] != drawn[i]) picture.Append("\e[2K").Append(rows[i]);
        }
        if (drawn.Count > rows.Count) picture.Append("\r\n\e[J\e[1A");
    }

    private static void Move(StringBuilder picture, int count, char direction)
    {
        if (count > 0) picture.Append(CultureInfo.InvariantCulture, $"\e[{count}{direction}");
    }

    public static int VisibleWidth(string row) => TextWidth.Of(Painting().Replace(row, ""));

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Painting();
}
