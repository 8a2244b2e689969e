using Steward.Cli.Terminals;

namespace Steward.Cli.Tests.Terminals;

public sealed class TextWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("plain", 5)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("漢字", 4)]
    [InlineData("한글", 4)]
    [InlineData("ｆｕｌｌ", 8)]
    [InlineData("🙂", 2)]
    [InlineData("👩‍👩‍👧", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("❤️", 2)]
    [InlineData("❤", 1)]
    [InlineData("✓", 1)]
    [InlineData("✅", 2)]
    [InlineData("─┼│", 3)]
    public void A_text_takes_as_many_columns_as_a_terminal_gives_it(string text, int columns) => Assert.Equal(columns, TextWidth.Of(text));

    [Theory]
    [InlineData("short", 5, "short")]
    [InlineData("longer", 5, "long…")]
    [InlineData("漢字漢字", 6, "漢字…")]
    [InlineData("a👩‍👩‍👧b", 3, "a…")]
    [InlineData("x", 0, "")]
    public void What_does_not_fit_ends_with_a_sign_and_never_within_a_character(string text, int columns, string shown)
    {
        Assert.Equal(shown, TextWidth.Fit(text, columns));
        Assert.True(TextWidth.Of(TextWidth.Fit(text, columns)) <= columns);
    }
}
