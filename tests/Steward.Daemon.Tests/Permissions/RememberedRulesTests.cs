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
    public void That_cannot_be_read_count_no_more_and_are_put_aside(string content)
    {
        using (var file = System.IO.File.Create(File))
            file.Write(Encoding.UTF8.GetBytes(content));
        Assert.Empty(Open().All);
        Assert.Equal(content, System.IO.File.ReadAllText(File + ".damaged"));
    }

    [Fact]
    public void That_cannot_be_written_do_not_count()
    {
        var rules = new RememberedRules(Path.Combine(File + ".none", "permissions.json"), NullLogger.Instance);
        rules.Add(Listing);
        Assert.False(rules.Contains(Listing));
    }
}
