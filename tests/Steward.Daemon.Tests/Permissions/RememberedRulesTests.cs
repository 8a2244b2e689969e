using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Steward.Daemon.Permissions;
using Steward.Domain.Permissions;

namespace Steward.Daemon.Tests.Permissions;

public sealed class RememberedRulesTests : IDisposable
{
    private static readonly RememberedRule Listing = new("claude", new PermissionRule(RuleVerdict.Allow, "Bash", "ls -la") { Beside = """{"timeout":5}""" });
    private static readonly RememberedRule Writing = new("demo", new PermissionRule(RuleVerdict.Allow, "file_write", PathUnder: "/ws"));

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.At("permissions.json");

    public void Dispose() => _folder.Dispose();

    private RememberedRules Open() => new(File, NullLogger.Instance);

    [Fact]
    public void Are_there_again_for_the_next_daemon_and_each_for_its_agent()
    {
        var rules = Open();
        rules.Add(Listing);
        rules.Add(Writing);
        rules.Add(Listing);
        Assert.Equal([Listing, Writing], Open().All);
        Assert.Equal([Writing.Rule], Open().Of("demo"));
        rules.Remove(Listing);
        Assert.Equal([Writing], Open().All);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""[{"agent":"demo"}]""")]
    [InlineData("""[{"agent":"demo","rule":{"verdict":"perhaps","tool":"*"}}]""")]
    [InlineData("""[{"agent":"demo","rule":{"verdict":"allow"}}]""")]
    public void That_are_damaged_are_put_aside_and_the_owner_is_asked_about_everything_until_that_is_taken_back(string content)
    {
        using (var file = System.IO.File.Create(File))
            file.Write(Encoding.UTF8.GetBytes(content));
        Assert.Contains(".damaged", Open().Trouble, StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(File + ".damaged"));

        var next = Open();
        Assert.Equal(RuleVerdict.Ask, PermissionRules.Judge([.. next.Of("demo"), Writing.Rule], new PermissionSubject("file_write", Path: "/ws/a")));
        next.Remove(Assert.Single(next.All));
        Assert.Empty(Open().All);
    }

    [Fact]
    public void That_cannot_be_read_are_not_written_over()
    {
        Directory.CreateDirectory(File);
        var rules = Open();
        Assert.Contains(File, rules.Trouble, StringComparison.Ordinal);
        Assert.Equal(RuleVerdict.Ask, Assert.Single(rules.Of("demo")).Verdict);
        Assert.Throws<IOException>(() => rules.Put(Listing));
        Assert.True(Directory.Exists(File));
    }

    [Fact]
    public void That_cannot_be_written_do_not_count()
    {
        var rules = new RememberedRules(Path.Combine(File + ".none", "permissions.json"), NullLogger.Instance);
        rules.Add(Listing);
        Assert.False(rules.Contains(Listing));
    }
}
