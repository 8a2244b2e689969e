using Steward.Cli.Terminals;

namespace Steward.Cli.Tests.Terminals;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("\e[2J\e]0;title\a", "␛[2J␛]0;title␇")]
    [InlineData("a\u009b31mb", "a<U+009B>31mb")]
    [InlineData("back\bspace\x7f", "back␈space␡")]
    [InlineData("over\rwritten", "over␍written")]
    [InlineData("windows\r\nline", "windows\nline")]
    [InlineData("line\n\ttab", "line\n\ttab")]
    [InlineData("rm \u202egpj.exe", "rm <U+202E>gpj.exe")]
    [InlineData("plain ä 漢字 👩‍💻", "plain ä 漢字 👩‍💻")]
    public void Streamed_words_cannot_command_the_terminal(string text, string shown) => Assert.Equal(shown, SafeText.Words(text));

    [Theory]
    [InlineData("one\ntwo", "one␊two")]
    [InlineData("tab\t", "tab␉")]
    public void A_value_stays_in_its_line(string text, string shown) => Assert.Equal(shown, SafeText.Line(text));

    [Theory]
    [InlineData("rm\u200b -rf", "rm<U+200B> -rf")]
    [InlineData("a\u00a0b", "a<U+00A0>b")]
    [InlineData("tag\U000e0041\U000e0042", "tag<U+E0041><U+E0042>")]
    [InlineData("ls\ufe0f\u2800x", "ls<U+FE0F><U+2800>x")]
    [InlineData("ls 👩", "ls 👩")]
    public void What_is_to_be_allowed_hides_nothing(string text, string shown) => Assert.Equal(shown, SafeText.Exact(text));

    [Fact]
    public void Half_a_character_is_seen() => Assert.Equal("a<U+D800>b", SafeText.Exact("a\ud800b"));

    [Fact]
    public void No_control_character_passes_by_any_way()
    {
        var everything = string.Concat(Enumerable.Range(0, 0x10000).Select(code => (char)code));
        foreach (var shown in (string[])[SafeText.Words(everything), SafeText.Line(everything), SafeText.Exact(everything)])
            Assert.DoesNotContain(shown, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.DoesNotContain(SafeText.Line(everything), char.IsControl);
    }

    [Fact]
    public void A_shortened_text_does_not_end_in_half_a_character()
    {
        Assert.Equal("abc…", SafeText.Shorten("abcdef", 4));
        Assert.DoesNotContain(SafeText.Shorten("ab😀😀", 4), char.IsSurrogate);
        Assert.Equal("short", SafeText.Shorten("short", 5));
    }
}
