using Steward.Daemon.Agents;
using Steward.Daemon.Configuration;
using Steward.Runtimes;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Tests.Agents;

public sealed class DefaultAgentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public DefaultAgentTests() => _environment = new Dictionary<string, string> { ["PATH"] = $"relative:{_folder.Path}/none:{_folder.Path}/bin", ["HOME"] = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_any_configuration_and_without_claude_the_demo_answers_and_it_says_why()
    {
        var directory = Directory();
        Assert.Equal("demo", directory.Default);
        Assert.Contains("there is no claude", NoteOf("demo", directory), StringComparison.Ordinal);
        Assert.Equal(["demo"], directory.All.Select(static agent => agent.Settings.Name));
    }

    [Fact]
    public void A_claude_that_nobody_is_logged_in_to_is_offered_and_does_not_answer_by_itself()
    {
        Install();
        var directory = Directory();
        Assert.Equal("demo", directory.Default);
        Assert.Contains("does not look logged in", NoteOf("demo", directory), StringComparison.Ordinal);
        Assert.Null(NoteOf("claude", directory));
        Assert.Equal(["demo", "claude"], directory.All.Select(static agent => agent.Settings.Name));
    }

    [Fact]
    public void A_claude_that_is_logged_in_answers_with_its_own_account()
    {
        Install();
        Write(".claude/.credentials.json", """{"claudeAiOauth":{"accessToken":"sk-ant-oat01-x"}}""");
        var directory = Directory();
        Assert.Equal("claude", directory.Default);
        Assert.Contains(".credentials.json", NoteOf("claude", directory), StringComparison.Ordinal);
        var agent = directory.Find("claude")!;
        Assert.Equal(("claude-code", $"{_folder.Path}/bin/claude"), (agent.Runtime.Kind, agent.Settings.Options.Program));
        Assert.Empty(agent.Settings.Environment);
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("CLAUDE_CODE_OAUTH_TOKEN")]
    public void A_key_in_the_environment_is_a_login_too_and_is_passed_on_by_its_name(string variable)
    {
        Install();
        _environment[variable] = "a key";
        var directory = Directory();
        Assert.Equal("claude", directory.Default);
        var note = NoteOf("claude", directory)!;
        Assert.Contains(variable, note, StringComparison.Ordinal);
        Assert.DoesNotContain("a key", note, StringComparison.Ordinal);
        Assert.Equal("a key", directory.Find("claude")!.Settings.Environment[variable]);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"claudeAiOauth":{"accessToken":""}}""")]
    public void Credentials_without_a_token_are_no_login(string credentials)
    {
        Install();
        Write(".claude/.credentials.json", credentials);
        Assert.Equal("demo", Directory().Default);
    }

    [Fact]
    public void What_is_configured_beats_what_is_found()
    {
        Install();
        _environment["ANTHROPIC_API_KEY"] = "a key";
        var own = new AgentSettings { Name = "mine", Runtime = "demo" };
        var directory = Directory(Settings.Default with { Agents = Settings.Default.Agents.Add("mine", own) });
        Assert.Equal("mine", directory.Default);
        Assert.Null(NoteOf("mine", directory));
        Assert.Equal("demo", Directory(Settings.Default with { DefaultAgent = "demo" }).Default);
    }

    private static string? NoteOf(string agent, AgentDirectory directory) => directory.NoteOf(directory.Find(agent)!);

    private AgentDirectory Directory(Settings? settings = null) =>
        new(() => settings ?? Settings.Default, RuntimeCatalog.BuiltIn, () => ClaudeInstallation.Find(_environment));

    private void Install()
    {
        Write("bin/claude", "");
        File.SetUnixFileMode(System.IO.Path.Combine(_folder.Path, "bin/claude"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private void Write(string name, string text)
    {
        var path = System.IO.Path.Combine(_folder.Path, name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using var file = new StreamWriter(path);
        file.Write(text);
    }
}
