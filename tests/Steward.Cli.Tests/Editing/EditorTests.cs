using System.Text;
using Steward.Cli.Editing;

namespace Steward.Cli.Tests.Editing;

public sealed class EditorTests
{
    private const string Up = "\e[A", Down = "\e[B", Left = "\e[D", Right = "\e[C", WordLeft = "\eb", WordRight = "\ef", Delete = "\e[3~";
    private const string NewLine = "\e\r", Home = "\u0001", End = "\u0005", Back = "\u007f", KillEnd = "\u000b", KillStart = "\u0015", KillWord = "\u0017", Yank = "\u0019", Undo = "\u001f", Search = "\u0012";

    private static (Editor Editor, EditorRequest Request) Type(Editor editor, string typed)
    {
        var reader = new KeyReader();
        var request = EditorRequest.None;
        foreach (var key in reader.Read(Encoding.UTF8.GetBytes(typed)).Concat(reader.Settle())) (editor, request) = editor.Press(key);
        return (editor, request);
    }

    private static string Shown(Editor editor) => editor.Text.Insert(editor.Buffer.Cursor, "|");

    [Theory]
    [InlineData("abc", "abc|")]
    [InlineData("abc" + Left + Left + "x", "ax|bc")]
    [InlineData("abc" + Home + "x" + End + "y", "xabcy|")]
    [InlineData("one two  three" + WordLeft, "one two  |three")]
    [InlineData("one two  three" + WordLeft + WordLeft, "one |two  three")]
    [InlineData("one two" + Home + WordRight, "one| two")]
    [InlineData("abc" + Back, "ab|")]
    [InlineData("abc" + Home + Delete, "|bc")]
    [InlineData("abc" + Home + Back, "|abc")]
    [InlineData("a👩‍👩‍👧b" + Left + Back, "a|b")]
    [InlineData("e\u0301x" + Left + Left, "|e\u0301x")]
    [InlineData("one two" + KillWord, "one |")]
    [InlineData("one two" + KillWord + KillWord + Yank, "one |")]
    [InlineData("one two" + WordLeft + KillEnd + Home + Yank, "two|one ")]
    [InlineData("one two" + WordLeft + KillStart, "|two")]
    [InlineData("one" + NewLine + "two" + Home + KillStart, "one\n|two")]
    [InlineData("one" + NewLine + "two" + Up + End + KillEnd, "one|two")]
    [InlineData("one two" + KillWord + Undo, "one two|")]
    [InlineData("one two" + KillWord + "x" + Undo + Undo + Undo, "|")]
    [InlineData("abc\r", "abc|")]
    [InlineData("abc\\\rd", "abc\nd|")]
    [InlineData("a\\b\r", "a\\b|")]
    [InlineData("abc" + NewLine + "de" + Up + "x", "abx|c\nde")]
    [InlineData("a" + NewLine + "bcd" + Up + Down + "x", "a\nbx|cd")]
    [InlineData("\e[200~one\rtwo\e[201~!", "one\ntwo!|")]
    public void Keys_do_what_they_do_in_a_shell(string typed, string shown) => Assert.Equal(shown, Shown(Type(new Editor(), typed).Editor));

    [Theory]
    [InlineData("a\r", EditorRequest.Submit)]
    [InlineData("a\\\r", EditorRequest.None)]
    [InlineData("\u0003", EditorRequest.Interrupt)]
    [InlineData("\u0004", EditorRequest.Leave)]
    [InlineData("a\u0004", EditorRequest.None)]
    [InlineData("/h\t", EditorRequest.Complete)]
    [InlineData("\u000c", EditorRequest.Clear)]
    [InlineData("\u001a", EditorRequest.Suspend)]
    [InlineData("\e", EditorRequest.None)]
    public void What_the_editor_cannot_do_itself_it_asks_for(string typed, object request) => Assert.Equal(request, Type(new Editor(), typed).Request);

    private static Editor WithHistory => new() { History = ["make it", "say hello", "say more\nin two lines"] };

    [Theory]
    [InlineData(Up, "say more\nin two lines|")]
    [InlineData(Up + Up + Up, "say hello|")]
    [InlineData(Up + Up + Up + Up + Up + Up, "make it|")]
    [InlineData("draft" + Up + Up + Up + Down + Down + Down, "draft|")]
    [InlineData("draft" + Down, "draft|")]
    [InlineData(Up + Up + Up + "!", "say hello!|")]
    public void Earlier_messages_come_back_and_the_draft_is_kept(string typed, string shown) => Assert.Equal(shown, Shown(Type(WithHistory, typed).Editor));

    [Theory]
    [InlineData(Search + "say" + End, "say more\nin two lines|")]
    [InlineData(Search + "say" + Search + End, "say hello|")]
    [InlineData(Search + "say" + Search + Search + Search + End, "say hello|")]
    [InlineData(Search + "SAX" + Back + "y h" + End, "say hello|")]
    [InlineData("draft" + Search + "say\e", "draft|")]
    [InlineData("draft" + Search + "nowhere" + End, "draft|")]
    public void A_search_finds_the_newest_that_holds_the_words(string typed, string shown) => Assert.Equal(shown, Shown(Type(WithHistory, typed).Editor));

    [Fact]
    public void Ctrl_C_ends_a_search_and_nothing_else()
    {
        var (editor, request) = Type(WithHistory, "draft" + Search + "say\u0003");
        Assert.Equal((EditorRequest.None, null, "draft"), (request, editor.Search, editor.Text));
    }

    [Fact]
    public void Enter_in_a_search_sends_what_was_found()
    {
        var (editor, request) = Type(WithHistory, Search + "hello\r");
        Assert.Equal((EditorRequest.Submit, "say hello"), (request, editor.Text));
    }

    [Fact]
    public void A_message_that_is_repeated_is_remembered_once() =>
        Assert.Equal(["a", "b"], new Editor().Remembering("a").Remembering("b").Remembering("b").History);

    /// <summary>Whatever is typed, the cursor stands between characters and undoing everything leads to nothing.</summary>
    [Fact]
    public void Any_keys_leave_the_cursor_between_characters()
    {
        string[] keys = ["a", "b c", "漢", "👩‍👩‍👧", "e\u0301", NewLine, Left, Right, Up, Down, Home, End, Back, Delete, KillEnd, KillStart, KillWord, Yank, Undo, WordLeft, WordRight, "\ed"];
        for (var seed = 0; seed < 300; seed++)
        {
            var chance = new Random(seed);
            var editor = new Editor();
            for (var i = 0; i < 40; i++)
            {
                editor = Type(editor, keys[chance.Next(keys.Length)]).Editor;
                Assert.InRange(editor.Buffer.Cursor, 0, editor.Text.Length);
                Assert.False(editor.Buffer.Cursor < editor.Text.Length && char.IsLowSurrogate(editor.Text[editor.Buffer.Cursor]));
            }
        }
    }
}
