using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Runtimes.Demo;

namespace Steward.Runtimes.Tests.Demo;

public sealed class Permission_of_the_demo_agent : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    private RunningAgent Start() => RunningAgent.Start(new DemoRuntime(), _home.Context());

    private string In(string file) => Path.Combine(_home.Workspace, file);

    [Fact]
    public async Task Is_asked_before_it_writes_and_the_file_is_there_afterwards()
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "write a haiku to poem.txt");
        var asked = await agent.NextAsync<AgentAsked>();
        Assert.False(File.Exists(In("poem.txt")));
        Assert.Equal(new PermissionSubject("file_write", Path: In("poem.txt")), asked.Subject);

        agent.Answer(asked, PermissionDecision.Allow);
        var reports = await agent.UntilAsync<AgentFinished>();

        Assert.True(Assert.Single(reports.OfType<AgentToolEnded>()).Ok);
        Assert.Equal(3, (await File.ReadAllLinesAsync(In("poem.txt"))).Length);
        Assert.Equal(asked.Input, Assert.Single(reports.OfType<AgentToolStarted>()).Input);
    }

    [Fact]
    public async Task Covers_exactly_the_bytes_that_come_back_with_it()
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "run: echo asked > asked.txt");
        var asked = await agent.NextAsync<AgentAsked>();
        const string approved = """{ "command" : "printf 'approved  ü' > approved.txt" }""";

        agent.Answer(asked, PermissionDecision.Allow, approved);
        var reports = await agent.UntilAsync<AgentFinished>();

        Assert.Equal(approved, Assert.Single(reports.OfType<AgentToolStarted>()).Input.Text);
        Assert.Equal("approved  ü", await File.ReadAllTextAsync(In("approved.txt")));
        Assert.False(File.Exists(In("asked.txt")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"command":null}""")]
    [InlineData("""{"command":"touch ran.txt","command":"touch ran.txt"}""")]
    public async Task That_comes_back_unreadable_runs_nothing(string input)
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "run: touch ran.txt");
        agent.Answer(await agent.NextAsync<AgentAsked>(), PermissionDecision.Allow, input);

        var reports = await agent.UntilAsync<AgentFinished>();

        Assert.False(Assert.Single(reports.OfType<AgentToolEnded>()).Ok);
        Assert.False(File.Exists(In("ran.txt")));
    }

    [Fact]
    public async Task Denied_is_said_with_its_reason_and_nothing_happens()
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "run: touch ran.txt");
        agent.Answer(await agent.NextAsync<AgentAsked>(), PermissionDecision.Deny, reason: "Not today.");

        var reports = await agent.UntilAsync<AgentFinished>();

        Assert.Contains("I did not run it: Not today.", RunningAgent.TextOf(reports));
        Assert.DoesNotContain(reports, static report => report is AgentToolStarted);
        Assert.False(File.Exists(In("ran.txt")));
    }

    [Fact]
    public async Task Is_not_needed_to_read_inside_the_workspace()
    {
        await File.WriteAllTextAsync(In("README.md"), "The first line.\n");
        await using var agent = Start();
        agent.Send(Turn.New(), "read README.md");

        var reports = await agent.UntilAsync<AgentFinished>();

        Assert.DoesNotContain(reports, static report => report is AgentAsked);
        Assert.Equal("The first line.\n", Assert.Single(reports.OfType<AgentToolEnded>()).Result);
        Assert.Contains("The first line.", RunningAgent.TextOf(reports));
    }

    [Fact]
    public async Task Is_needed_to_read_through_a_link_that_leads_out_and_names_where_it_leads()
    {
        var secret = Path.Combine(_home.AgentHome, "secret.txt");
        await File.WriteAllTextAsync(secret, "secret");
        Directory.CreateSymbolicLink(In("notes"), _home.AgentHome);
        await using var agent = Start();
        agent.Send(Turn.New(), "read notes/secret.txt");

        var asked = await agent.NextAsync<AgentAsked>();

        Assert.Equal(secret, asked.Subject.Path);
        using var input = JsonDocument.Parse(asked.Input.Text);
        Assert.Equal(secret, input.RootElement.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Names_the_exact_command()
    {
        await using var agent = Start();
        agent.Send(Turn.New(), "please run: ls -la \"my dir\"");
        Assert.Equal(new PermissionSubject("bash", Command: "ls -la \"my dir\""), (await agent.NextAsync<AgentAsked>()).Subject);
    }
}
