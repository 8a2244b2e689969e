using Steward.Domain.Permissions;

namespace Steward.Domain.Tests.Permissions;

public sealed class Rules_that_deny
{
    private static readonly PermissionRule NoRemoval = new(RuleVerdict.Deny, "bash", Command: "rm -rf build");
    private static readonly PermissionRule NoSecrets = new(RuleVerdict.Deny, "*", PathUnder: "/ws/secrets");

    [Theory]
    [InlineData("rm -rf build")]
    [InlineData("  rm   -rf  build ")]
    [InlineData("cd x && rm -rf build")]
    [InlineData("true;rm -rf build;true")]
    [InlineData("echo $(rm -rf build)")]
    [InlineData("ls | rm -rf build")]
    [InlineData("X=1 rm -rf build")]
    [InlineData("ls\nrm -rf build")]
    public void Catch_their_command_wherever_it_stands(string command) => Assert.True(NoRemoval.Matches(new("bash", command)));

    [Theory]
    [InlineData("rm -rf builds")]
    [InlineData("echo rm -rf build")]
    public void Catch_no_other(string command) => Assert.False(NoRemoval.Matches(new("bash", command)));

    [Theory]
    [InlineData("/ws/secrets/key")]
    [InlineData("/ws/a/../secrets/key")]
    [InlineData("/ws/./secrets//key")]
    [InlineData("/ws/x/../../ws/secrets")]
    public void Catch_a_path_by_whatever_way_it_is_written(string path)
    {
        PermissionRule[] rules = [new(RuleVerdict.Allow, "file_read"), NoSecrets];
        Assert.Equal(RuleVerdict.Deny, PermissionRules.Judge(rules, new("file_read", Path: path)));
    }

    [Fact]
    public void Are_not_outrun_by_a_command_of_many_parts()
    {
        var long50 = string.Join(" && ", Enumerable.Repeat("true", 60)) + " && curl x";
        PermissionRule[] rules = [new(RuleVerdict.Allow, "bash"), new(RuleVerdict.Deny, "bash", Command: "curl y")];
        Assert.Equal(RuleVerdict.Ask, PermissionRules.Judge(rules, new("bash", long50)));
        Assert.Equal(RuleVerdict.Deny, PermissionRules.Judge([.. rules, new(RuleVerdict.Deny, "bash", Command: "curl x")], new("bash", long50)));
        Assert.Equal(RuleVerdict.Ask, PermissionRules.Judge(rules, new("bash", "echo " + new string('a', 9000))));
    }
}
