using System.Text;
using Steward.Cli.Editing;

namespace Steward.Cli.Tests.Editing;

public sealed class KeyReaderTests
{
    public static TheoryData<string, string> Sequences => new()
    {
        { "abc", "Text:abc" },
        { "漢🙂", "Text:漢🙂" },
        { "a\r", "Text:a Enter" },
        { "\n", "Enter" },
        { "\e\r", "NewLine" },
        { "\e[13;2u", "NewLine" },
        { "\u007f", "Backspace" },
        { "\e[3~", "Delete" },
        { "\e[A\e[B\e[C\e[D", "Up Down Right Left" },
        { "\eOA\eOB\eOC\eOD", "Up Down Right Left" },
        { "\e[1;5C\e[1;3D\eb\ef", "WordRight WordLeft WordLeft WordRight" },
        { "\e[H\e[F\e[1~\e[4~\u0001\u0005", "Home End Home End Home End" },
        { "\u000b\u0015\u0017\ed\e\u007f\u0019", "KillToEnd KillToStart KillWordBack KillWordForward KillWordBack Yank" },
        { "\u0003\u0004\u0009\u000c\u0012\u001a\u001f", "Interrupt EndOfInput Complete Clear Search Suspend Undo" },
        { "\e[200~two\rlines\r\n\e[A\e[201~x", "Paste:two\nlines\n\e[A Text:x" },
        { "\e[200~\e[201~", "Paste:" },
        { "\e[99~x", "Unknown Text:x" },
    };

    private static string Shown(IEnumerable<Key> keys) =>
        string.Join(' ', keys.Select(key => key.Kind is KeyKind.Text or KeyKind.Paste ? $"{key.Kind}:{key.Text}" : $"{key.Kind}"));

    [Theory]
    [MemberData(nameof(Sequences))]
    public void What_a_terminal_sends_is_the_key_that_was_pressed(string sent, string keys) =>
        Assert.Equal(keys, Shown(new KeyReader().Read(Encoding.UTF8.GetBytes(sent))));

    [Theory]
    [MemberData(nameof(Sequences))]
    public void It_is_the_same_when_it_comes_a_byte_at_a_time(string sent, string keys)
    {
        var reader = new KeyReader();
        var read = Encoding.UTF8.GetBytes(sent).SelectMany(one => reader.Read([one])).ToList();
        Assert.Equal(keys.Replace(" Text:", "", StringComparison.Ordinal).Length > 0 ? Joined(keys) : keys, Joined(Shown(read)));
    }

    // Text in pieces is the same text.
    private static string Joined(string keys) => keys.Replace(" Text:", "", StringComparison.Ordinal).Replace("Text:", "", StringComparison.Ordinal);

    [Fact]
    public void An_escape_after_which_nothing_comes_is_the_key_of_that_name()
    {
        var reader = new KeyReader();
        Assert.Empty(reader.Read("\e"u8));
        Assert.True(reader.IsUndecided);
        Assert.Equal([new Key(KeyKind.Escape)], reader.Settle());
        Assert.Equal([Key.Of("a")], reader.Read("a"u8));
    }

    [Fact]
    public void Bytes_that_are_no_text_become_a_visible_sign_and_not_the_end() =>
        Assert.Equal([Key.Of("\ufffdx")], new KeyReader().Read([0xff, (byte)'x']));
}
