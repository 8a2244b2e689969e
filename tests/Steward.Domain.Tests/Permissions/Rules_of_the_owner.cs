using FsCheck;
using FsCheck.Fluent;
using Steward.Domain.Permissions;

namespace Steward.Domain.Tests.Permissions;

public sealed class Rules_of_the_owner
{
    private static readonly PermissionSubject Listing = new("bash", Command: "ls -la");

    [Fact]
    public void Deny_beats_ask_and_ask_beats_allow_in_any_order()
    {
        PermissionRule[] rules = [new(RuleVerdict.Allow, "*"), new(RuleVerdict.Ask, "bash"), new(RuleVerdict.Deny, "bash", Command: "ls -la")];

        Assert.Equal(RuleVerdict.Deny, PermissionRules.Judge(rules, Listing));
        Assert.Equal(RuleVerdict.Deny, PermissionRules.Judge(rules.Reverse(), Listing));
        Assert.Equal(RuleVerdict.Ask, PermissionRules.Judge(rules[..2], Listing));
        Assert.Equal(RuleVerdict.Allow, PermissionRules.Judge(rules[..1], Listing));
        Assert.Equal(RuleVerdict.Ask, PermissionRules.Judge([], Listing));
    }

    [Fact]
    public void About_a_command_bind_to_its_exact_words()
    {
        var rule = new PermissionRule(RuleVerdict.Allow, "bash", Command: "ls -la");

        Assert.True(rule.Matches(Listing));
        foreach (var other in new[] { "ls -la ", "ls  -la", "ls -la; rm x", "LS -la", "ls" })
            Assert.False(rule.Matches(Listing with { Command = other }), other);
        Assert.False(rule.Matches(Listing with { Tool = "other" }));
        Assert.False(rule.Matches(new PermissionSubject("bash")));
    }

    [Theory]
    [InlineData("/ws", true)]
    [InlineData("/ws/a/b.txt", true)]
    [InlineData("/ws/..a", true)]
    [InlineData("/wsx/a", false)]
    [InlineData("/", false)]
    [InlineData("ws/a", false)]
    [InlineData("/ws/../etc/passwd", false)]
    [InlineData("/ws/a/..", false)]
    [InlineData("/ws/..", false)]
    [InlineData(null, false)]
    public void About_a_folder_cover_what_is_under_it_and_no_path_with_dots(string? path, bool covered)
    {
        Assert.Equal(covered, new PermissionRule(RuleVerdict.Allow, "*", PathUnder: "/ws").Matches(new("file_read", Path: path)));
        Assert.Equal(covered, new PermissionRule(RuleVerdict.Allow, "*", PathUnder: "/ws/").Matches(new("file_read", Path: path)) || path == "/ws");
    }

    [Theory]
    [InlineData("ls -la")]
    [InlineData("/bin/cat a.txt")]
    [InlineData("/usr/bin/ls /tmp")]
    [InlineData("echo a=b")]
    public void Remembered_for_a_plain_command_are_that_command(string command) => Assert.Equal(
        new PermissionRule(RuleVerdict.Allow, "bash", Command: command) { Program = "/usr/bin/it" },
        RuleMemory.Of(new("bash", Command: command) { Program = "/usr/bin/it" }, "/ws").Rule);

    [Theory]
    [InlineData("env -S 'rm -rf /'")]
    [InlineData("sh -c ls")]
    [InlineData("/usr/bin/env ls")]
    [InlineData("xargs rm")]
    [InlineData("find . -exec rm {} +")]
    [InlineData("git -c core.pager=x log")]
    [InlineData("PATH=/tmp ls")]
    [InlineData("ls; rm x")]
    [InlineData("ls && rm x")]
    [InlineData("ls\nrm x")]
    [InlineData("ls\rrm x")]
    [InlineData("echo $(rm x)")]
    [InlineData("echo `rm x`")]
    [InlineData("ls > /etc/passwd")]
    [InlineData("rm *")]
    [InlineData("rm ~")]
    [InlineData("python3.11 x.py")]
    [InlineData("\\env ls")]
    [InlineData("\"bash\" x.sh")]
    [InlineData("b''ash x.sh")]
    [InlineData("b\tash")]
    [InlineData("")]
    [InlineData("   ")]
    public void Are_never_remembered_for_a_command_that_wraps_another(string command) =>
        Assert.Null(RuleMemory.Of(new("bash", Command: command) { Program = "/usr/bin/it" }, "/ws").Rule);

    [Theory]
    [InlineData("/ws/a.txt", "/ws")]
    [InlineData("/etc/hosts", "/etc/hosts")]
    [InlineData("/ws/../etc/hosts", null)]
    public void Remembered_for_a_path_are_the_session_folder_or_that_path(string path, string? under) =>
        Assert.Equal(under, RuleMemory.Of(new("file_write", Path: path), "/ws").Rule?.PathUnder);

    [Fact]
    public void Remembered_cover_the_question_that_they_were_remembered_for() =>
        Prop.ForAll<string?, string?>(static (command, path) =>
        {
            var subject = new PermissionSubject("tool", command, path) { Program = "/usr/bin/it" };
            return RuleMemory.Of(subject, "/ws").Rule is not { } rule || (rule.Matches(subject) && rule.Verdict == RuleVerdict.Allow);
        }).QuickCheckThrowOnFailure();
}
