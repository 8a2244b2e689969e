using System.Text.Json;
using Steward.Cli.Permissions;
using Steward.Cli.Terminals;

namespace Steward.Cli.Tests.Permissions;

public sealed class PermissionQuestionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static PermissionQuestion Question(string args, string tool = "bash") =>
        new("perm_1", tool, JsonDocument.Parse(args).RootElement, "Run a command", Now.AddMinutes(15));

    private static string Text(PermissionQuestion question) => question.Text(new Style(false), Now);

    [Fact]
    public void What_will_run_stands_there_with_the_time_that_is_left()
    {
        var text = Text(Question("""{"command":"rm -rf build"}"""));
        Assert.StartsWith("? bash asks for permission\n  Run a command\n    $ rm -rf build\n  15m left, until ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_argument_is_shown() =>
        Assert.Contains("    path: /etc/passwd\n    mode: 7\n", Text(Question("""{"path":"/etc/passwd","mode":7}""", "file_write")), StringComparison.Ordinal);

    [Fact]
    public void A_line_of_a_value_cannot_pass_for_another_value()
    {
        var text = Text(Question("""{"content":"x\npath: /safe","path":"/danger"}""", "file_write"));
        Assert.Contains("    content:\n      x\n      path: /safe\n    path: /danger\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tricks_with_invisible_characters_are_seen()
    {
        var text = Text(Question("""{"command":"ls \u202e\u200b\u001b[2K\r rm -rf /"}"""));
        Assert.Contains("$ ls <U+202E><U+200B>␛[2K␍ rm -rf /", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long_to_judge_is_allowed_only_after_all_of_it_was_shown()
    {
        var question = Question($$"""{"command":"{{new string('a', 50_000)}} ; rm -rf /"}""");
        Assert.Contains("sha256", Text(question), StringComparison.Ordinal);
        Assert.Contains("; rm -rf /", Text(question), StringComparison.Ordinal);
        Assert.Null(PermissionReply.Parse("y", question));
        Assert.Null(PermissionReply.Parse("always", question));
        Assert.Equal(ReplyKind.ShowFull, PermissionReply.Parse("f", question)?.Kind);
        Assert.Contains(new string('a', 50_000), question.ShowFull(), StringComparison.Ordinal);
        Assert.Equal(PermissionReply.Allow, PermissionReply.Parse("y", question));
    }

    [Theory]
    [InlineData("y", ReplyKind.Allow, null)]
    [InlineData(" YES ", ReplyKind.Allow, null)]
    [InlineData("a", ReplyKind.Allow, "session")]
    [InlineData("always", ReplyKind.Allow, "session")]
    [InlineData("agent", ReplyKind.Allow, "agent")]
    [InlineData("n", ReplyKind.Deny, null)]
    [InlineData("No", ReplyKind.Deny, null)]
    internal void An_answer_is_understood(string line, ReplyKind kind, string? remember) =>
        Assert.Equal(new PermissionReply(kind) { Remember = remember }, PermissionReply.Parse(line, Question("""{"command":"ls"}""")));

    [Theory]
    [InlineData("")]
    [InlineData("yes please, and then run the tests")]
    [InlineData("ok")]
    [InlineData("yy")]
    public void Anything_else_is_no_answer(string line) => Assert.Null(PermissionReply.Parse(line, Question("""{"command":"ls"}""")));
}
