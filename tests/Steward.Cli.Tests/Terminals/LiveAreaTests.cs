using Steward.Cli.Terminals;
using Steward.Cli.Tests.Support;

namespace Steward.Cli.Tests.Terminals;

public sealed class LiveAreaTests
{
    private const int Columns = 20, Rows = 8;

    private readonly VirtualScreen screen = new(Columns, Rows);
    private readonly StringWriter output = new();
    private readonly LiveArea area;

    public LiveAreaTests() => area = new LiveArea(output);

    private void Show(string[] above, string[] rows, int row = 0, int column = 0)
    {
        area.Show(above, rows, (row, column), Columns);
        screen.Write(output.ToString());
        output.GetStringBuilder().Clear();
    }

    [Fact]
    public void What_is_finished_stands_above_what_changes()
    {
        Show(["first"], ["> a", "status"], 0, 3);
        Show(["second", "third"], ["> ab", "status"], 0, 4);
        Assert.Equal("first\nsecond\nthird\n> ab\nstatus", screen.All);
        Assert.Equal(4, screen.Column);
    }

    [Fact]
    public void Rows_that_are_gone_leave_nothing_behind()
    {
        Show([], ["one", "two", "three", "four"], 3);
        Show([], ["one"]);
        Show([], ["> x", "status"]);
        Assert.Equal("> x\nstatus", screen.All);
    }

    [Fact]
    public void Only_what_changed_is_drawn()
    {
        Show([], ["the answer", "> a", "status"], 1, 3);
        area.Show([], ["the answer", "> ab", "status"], (1, 4), Columns);
        Assert.DoesNotContain("answer", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("status", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("> ab", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_lost_or_twice_when_all_of_it_scrolls()
    {
        for (var i = 0; i < 40; i++) Show([$"line {i}"], [$"open {i}", "> ", "status"], 1, 2);
        Assert.Equal([.. Enumerable.Range(0, 40).Select(i => $"line {i}"), "open 39", ">", "status"], screen.Lines.Where(line => line.Length > 0));
    }

    /// <summary>Whatever came before, the screen holds what is finished, then what was shown last, and nothing else.</summary>
    [Fact]
    public void Any_course_of_pictures_ends_with_the_last_one()
    {
        for (var seed = 0; seed < 200; seed++) AnyCourse(new Random(seed));
    }

    private static void AnyCourse(Random chance)
    {
        var (screen, output, finished) = (new VirtualScreen(Columns, Rows), new StringWriter(), new List<string>());
        var area = new LiveArea(output);
        string[] rows = [];
        for (var step = 0; step < 30; step++)
        {
            string[] above = [.. Enumerable.Range(0, chance.Next(3) == 0 ? chance.Next(5) : 0).Select(i => $"done {step}.{i}")];
            rows = [.. Enumerable.Range(0, 1 + chance.Next(Rows - 1)).Select(i => $"row {i} {(chance.Next(2) == 0 ? "a" : "bc")}")];
            finished.AddRange(above);
            area.Show(above, rows, (chance.Next(rows.Length), chance.Next(Columns)), Columns);
        }
        screen.Write(output.ToString());
        Assert.Equal([.. finished, .. rows], screen.Lines.Where(line => line.Length > 0));
    }

    [Fact]
    public void A_terminal_that_became_narrower_is_cleared_from_where_its_rows_begin_now()
    {
        area.Show([], ["0123456789abcdef", "> x", "status"], (1, 3), Columns);
        output.GetStringBuilder().Clear();
        // Half as wide, the terminal itself has broken the first row into two.
        area.Show([], ["0123456", "> x", "status"], (1, 3), 10);
        Assert.Contains("\e[2A\r\e[J", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Erased_it_gives_the_place_back()
    {
        Show(["kept"], ["> typed", "status"], 0, 3);
        area.Erase();
        screen.Write(output.ToString());
        Assert.Equal("kept", screen.All);
        Assert.Equal((1, 0), (screen.Row, screen.Column));
    }
}
