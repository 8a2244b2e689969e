using System.Text.RegularExpressions;
using Steward.Cli.Markdown;
using Steward.Cli.Terminals;

namespace Steward.Cli.Tests.Markdown;

public sealed class MarkdownTests
{
    private const int Width = 30;

    private const string Everything = """
        # A title
        Some **bold**, *italic* and `code *as is*`, ~~gone~~.

        - an item that is too long for one line of this width
          1. one within
        - [ ] to do
        - [x] done

        > said by
        > > another

        ```csharp
        var longer = "than the width of this terminal, and not broken";
        # no heading
        ```
        ---
        | Name | Count |
        |:-----|------:|
        | one  | 1 |
        | **two** | 22 |

        See [the page](https://example.org/a) or <https://example.org>.
        """;

    private static string Rows(string text, bool style, int width = Width)
    {
        var stream = new MarkdownStream(new Style(style));
        return string.Join('\n', stream.Add(text, width).Concat(stream.End(width)));
    }

    [Fact]
    public void In_colours_marks_become_looks()
    {
        const string expected = """
            ␛[1;4;35mA title␛[0m
            Some ␛[1mbold␛[0m, ␛[3mitalic␛[0m and ␛[36mcode *as␛[0m
            ␛[36mis*␛[0m, ␛[9mgone␛[0m.

            • an item that is too long for
              one line of this width
              1. one within
            • ☐ to do
            • ☑ done

            ␛[2m│ ␛[0m␛[2msaid by␛[0m
            ␛[2m│ │ ␛[0m␛[2manother␛[0m

            ␛[36m  var longer = "than the width of this terminal, and not broken";␛[0m
            ␛[36m  # no heading␛[0m
            ␛[2m──────────────────────────────␛[0m
            ␛[1mName␛[0m␛[2m │ ␛[0m␛[1mCount␛[0m
            ␛[2m─────┼──────␛[0m
            one ␛[2m │ ␛[0m    1
            ␛[1mtwo␛[0m ␛[2m │ ␛[0m   22

            See ␛[4mthe page␛[0m
            ␛[2m(https://example.org/a)␛[0m or
            ␛[4mhttps://example.org␛[0m.
            """;
        Assert.Equal(expected, Rows(Everything, style: true).Replace('\e', '␛'));
    }

    [Fact]
    public void Without_colours_the_marks_of_emphasis_stay()
    {
        const string expected = """
            # A title
            Some **bold**, *italic* and
            `code *as is*`, ~~gone~~.

            • an item that is too long for
              one line of this width
              1. one within
            • ☐ to do
            • ☑ done

            │ said by
            │ │ another

              var longer = "than the width of this terminal, and not broken";
              # no heading
            ──────────────────────────────
            Name    │ Count
            ────────┼──────
            one     │     1
            **two** │    22

            See [the
            page](https://example.org/a)
            or <https://example.org>.
            """;
        Assert.Equal(expected, Rows(Everything, style: false));
    }

    [Fact]
    public void A_text_is_the_same_in_whatever_pieces_it_comes()
    {
        var whole = Rows(Everything, style: true);
        for (var seed = 0; seed < 100; seed++)
        {
            var (chance, stream, rows) = (new Random(seed), new MarkdownStream(new Style(true)), new List<string>());
            for (var at = 0; at < Everything.Length;)
            {
                var length = Math.Min(Everything.Length - at, 1 + chance.Next(12));
                rows.AddRange(stream.Add(Everything.Substring(at, length), Width));
                // What is open can be shown at any moment.
                Assert.All(stream.Open(Width), row => Assert.True(LiveArea.VisibleWidth(row) <= Width, row));
                at += length;
            }
            rows.AddRange(stream.End(Width));
            Assert.Equal(whole, string.Join('\n', rows));
        }
    }

    [Theory]
    [InlineData("a*b", "a*b")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("snake_case_name", "snake_case_name")]
    [InlineData("**open", "**open")]
    [InlineData("***both***", "both")]
    [InlineData("**a *b* c**", "a b c")]
    [InlineData("`open", "`open")]
    [InlineData("``a ` b``", "a ` b")]
    [InlineData("\\*not\\*", "*not*")]
    [InlineData("[no link]", "[no link]")]
    [InlineData("[a](b", "[a](b")]
    [InlineData("![alt](x.png)", "alt (x.png)")]
    [InlineData("[https://a.b](https://a.b)", "https://a.b")]
    [InlineData("f(x)[0](1)", "f(x)0 (1)")]
    [InlineData("a ~ b ~~ c", "a ~ b ~~ c")]
    public void What_is_not_closed_stands_as_it_was_written(string text, string shown) =>
        Assert.Equal(shown, string.Concat(InlineText.Parse(text).Select(span => span.Text)));

    [Theory]
    [InlineData("open", "open")]
    [InlineData("```\ncode", "  code")]
    [InlineData("``", "``")]
    [InlineData("```", "")]
    [InlineData("```\ncode\n``", "")]
    [InlineData("| a | b |", "")]
    public void What_is_open_is_shown_as_if_it_ended_here(string text, string open)
    {
        var stream = new MarkdownStream(new Style(false));
        stream.Add(text, Width);
        Assert.Equal(open, string.Join('\n', stream.Open(Width)));
    }

    [Fact]
    public void A_table_that_is_too_wide_stays_as_it_was_written() =>
        Assert.Equal(
            "| a | b |\n|---|---|\n| one that is far too wide to\nbe shown | x |", Rows("| a | b |\n|---|---|\n| one that is far too wide to be shown | x |", style: false));

    [Fact]
    public void A_line_without_an_end_of_a_word_is_broken_anyway()
    {
        var rows = Rows(new string('x', 100) + "漢字漢字漢字漢字漢字漢字漢字漢字", style: false).Split('\n');
        Assert.All(rows, row => Assert.True(TextWidth.Of(row) <= Width));
        Assert.Equal(116, rows.Sum(row => row.Length));
    }

    [Theory]
    [InlineData("*a ")]
    [InlineData("[")]
    [InlineData("**_~~[`")]
    public void A_line_that_only_opens_is_read_to_its_end(string mark)
    {
        var text = string.Concat(Enumerable.Repeat(mark, 2000));
        var shown = Regex.Replace(Rows(text, style: true), "\e\\[[0-9;]*m|[ \n]", "");
        Assert.Equal(text.Replace(" ", "", StringComparison.Ordinal), shown);
    }
}
