namespace Steward.Conventions.Tests;

public sealed class CodeTextTests
{
    [Theory]
    [InlineData("a(); // Thread", "a(); ")]
    [InlineData("a /* Task\n Thread */ b", "a \n b")]
    [InlineData("f(\"Task \\\" Thread\", 1)", "f(, 1)")]
    [InlineData("f(@\"Task \"\" Thread\\\", 1)", "f(@, 1)")]
    [InlineData("f(\"\"\"Task \" Thread\"\"\", 1)", "f(, 1)")]
    [InlineData("f('\"', Task, '\\'')", "f(, Task, )")]
    [InlineData("don't // stop\nnext", "don\nnext")]
    public void Words_in_comments_and_literals_are_not_code(string source, string expected) =>
        Assert.Equal(Squeeze(expected), Squeeze(CodeText.Of(source)));

    [Fact]
    public void Lines_keep_their_numbers() =>
        Assert.Equal(3, CodeText.Of("a /* \n */ \"\"\"\n\"\"\" b").Count(letter => letter == '\n') + 1);

    private static string Squeeze(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
