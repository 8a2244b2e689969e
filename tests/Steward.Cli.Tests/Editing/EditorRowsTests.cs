using Steward.Cli.Editing;
using Steward.Cli.Terminals;

namespace Steward.Cli.Tests.Editing;

public sealed class EditorRowsTests
{
    private static EditorRows Rows(string text, int cursor, int width = 10, int most = 5) =>
        EditorRows.Of(new Editor { Buffer = new EditBuffer(text, cursor) }, width, most);

    [Theory]
    [InlineData("", 0, "> ", 0, 2)]
    [InlineData("abc", 1, "> abc", 0, 3)]
    [InlineData("a\nb", 3, "> a|  b", 1, 3)]
    [InlineData("abcdefghij", 3, "> abcdefgh|  ij", 0, 5)]
    [InlineData("abcdefgh", 8, "> abcdefgh|  ", 1, 2)]
    [InlineData("abcdefghij", 8, "> abcdefgh|  ij", 1, 2)]
    [InlineData("漢漢漢漢漢", 5, "> 漢漢漢漢|  漢", 1, 4)]
    [InlineData("a漢漢漢漢", 4, "> a漢漢漢|  漢", 1, 2)]
    [InlineData("\u202e", 1, "> <U+202E>|  ", 1, 2)]
    public void A_message_is_broken_at_the_width_with_its_cursor(string text, int cursor, string rows, int row, int column)
    {
        var shown = Rows(text, cursor);
        Assert.Equal((rows, row, column), (string.Join('|', shown.Rows), shown.CursorRow, shown.CursorColumn));
        Assert.All(shown.Rows, line => Assert.True(TextWidth.Of(line) <= 10));
    }

    [Fact]
    public void Of_a_message_of_many_lines_those_around_the_cursor_are_shown()
    {
        var text = string.Join('\n', Enumerable.Range(0, 50));
        var shown = Rows(text, text.IndexOf("25", StringComparison.Ordinal));
        Assert.Equal(["  23", "  24", "  25", "  26", "  27"], shown.Rows);
        Assert.Equal((2, 2), (shown.CursorRow, shown.CursorColumn));
    }

    [Fact]
    public void A_search_shows_what_was_typed_and_what_it_found()
    {
        var editor = new Editor { History = ["say hello"], Search = new HistorySearch(["say hello"], "hel") };
        var shown = EditorRows.Of(editor, 40, 5);
        Assert.Equal(["search: hel", "  say hello"], shown.Rows);
        Assert.Equal((0, 11), (shown.CursorRow, shown.CursorColumn));
    }
}
