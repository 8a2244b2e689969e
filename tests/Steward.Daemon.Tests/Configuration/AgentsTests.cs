using Steward.Daemon.Configuration;
using Steward.Domain.Permissions;

namespace Steward.Daemon.Tests.Configuration;

public sealed class AgentsTests : IDisposable
{
    private readonly OwnersConfig _config = new();

    [Fact]
    public void An_agent_has_everything_that_was_written_of_it()
    {
        _config.Variables["MY_TOKEN"] = "s3cret-value";
        var result = _config.Says("""
            {
              '$schema': './config.schema.json',
              'defaultAgent': 'tests',
              'agents': { 'tests': {
                // rules may come before the folder that they start from
                'permissions': { 'deny': ['bash(rm -rf /)'], 'allow': ['file_read', 'file_write(src/**)', 'file_read(/etc/hosts)'], 'ask': ['*'] },
                'runtime': 'exec', 'workspace': 'WORK/', 'command': ['/bin/cat', '-u', ''],
                'environment': { 'TOKEN': '${MY_TOKEN}', 'TEXT': 'a ${MY_TOKEN}', 'EMPTY': '' },
                'permissionTimeoutMs': 1000, 'idleTimeoutSec': 2, 'turnOutputMb': 3,
              } },
            }
            """).Read();

        Assert.Empty(result.Problems);
        var agent = result.Settings.Agents["tests"];
        Assert.Equal(("tests", "exec", _config.Workspace), (agent.Name, agent.Runtime, agent.Workspace));
        Assert.Equal(["/bin/cat", "-u", ""], agent.Command);
        Assert.Equal(("s3cret-value", "a ${MY_TOKEN}", ""), (agent.Environment["TOKEN"], agent.Environment["TEXT"], agent.Environment["EMPTY"]));
        Assert.Equal(
            [
                new PermissionRule(RuleVerdict.Deny, "bash", Command: "rm -rf /"),
                new PermissionRule(RuleVerdict.Allow, "file_read"),
                new PermissionRule(RuleVerdict.Allow, "file_write", PathUnder: Path.Combine(_config.Workspace, "src")),
                new PermissionRule(RuleVerdict.Allow, "file_read", PathUnder: "/etc/hosts"),
                new PermissionRule(RuleVerdict.Ask, "*"),
            ],
            agent.Rules);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 3L << 20), (agent.PermissionTimeout, agent.IdleTimeout, agent.TurnOutputBytes));
        Assert.Equal(SettingSource.File, result.Sources["agents.tests.permissions.allow"]);
    }

    [Fact]
    public void Claude_code_is_told_what_the_owner_wants()
    {
        var result = _config.Says("""
            {'agents': {'c': {'runtime': 'claude-code', 'program': '/opt/claude', 'model': 'opus', 'permissionMode': 'acceptEdits',
              'systemPrompt': 'Be brief.', 'directories': ['WORK'] }}}
            """).Read();

        Assert.Empty(result.Problems);
        var options = result.Settings.Agents["c"].Options;
        Assert.Equal(("/opt/claude", "opus", "acceptEdits", "Be brief."), (options.Program, options.Model, options.PermissionMode, options.SystemPrompt));
        Assert.Equal([_config.Workspace], options.Directories);
    }

    [Fact]
    public void Servers_of_tools_have_a_program_or_an_address_and_take_secrets_from_the_environment()
    {
        _config.Variables["DOCS"] = "Bearer s3cret-value";
        var result = _config.Says("""
            {'agents': {'c': {'runtime': 'claude-code', 'strictMcp': true, 'mcpServers': {
              'search': { 'command': ['/bin/cat', '-u'], 'environment': { 'API_KEY': '${DOCS}' } },
              'docs': { 'url': 'https://docs.example/mcp', 'headers': { 'X-Key': '${DOCS}' } } } }}}
            """).Read();

        Assert.Empty(result.Problems);
        var options = result.Settings.Agents["c"].Options;
        Assert.True(options.StrictMcp);
        Assert.Equal(["/bin/cat", "-u"], options.McpServers["search"].Command);
        Assert.Equal("Bearer s3cret-value", options.McpServers["search"].Environment["API_KEY"]);
        Assert.Equal(("https://docs.example/mcp", "Bearer s3cret-value"), (options.McpServers["docs"].Url, options.McpServers["docs"].Headers["X-Key"]));
    }

    [Theory]
    [InlineData("{}", "agents.a.mcpServers.s", "needs either \"command\"")]
    [InlineData("{'command': ['x'], 'url': 'http://x'}", "agents.a.mcpServers.s", "needs either \"command\"")]
    [InlineData("{'command': ['x'], 'headers': {}}", "agents.a.mcpServers.s.headers", "only an address takes this")]
    [InlineData("{'url': 'http://x', 'environment': {}}", "agents.a.mcpServers.s.environment", "only a program takes this")]
    [InlineData("{'url': 'file:///etc/passwd'}", "agents.a.mcpServers.s.url", "expected an address")]
    [InlineData("{'url': 'http://x', 'headers': {'A b': 'c'}}", "agents.a.mcpServers.s.headers.\"A b\"", "expected a name of letters")]
    public void A_server_of_tools_that_cannot_be_is_refused(string server, string key, string because)
    {
        var problem = _config.Says($"{{'agents': {{'a': {{'runtime': 'claude-code', 'mcpServers': {{'s': {server}}}}}}}}}").OnlyProblem();

        Assert.Equal(key, problem.Key);
        Assert.StartsWith(because, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'runtime': 'demo', 'model': 'opus'", "agents.a.model", "only the runtime claude-code takes this")]
    [InlineData("'runtime': 'claude-code', 'permissionMode': 'yolo'", "agents.a.permissionMode", "expected \"manual\" or")]
    [InlineData("'runtime': 'claude-code', 'program': './claude'", "agents.a.program", "expected the absolute path of a program")]
    [InlineData("'runtime': 'claude-code', 'directories': ['/not/there/at/all']", "agents.a.directories[0]", "the folder")]
    [InlineData("'runtime': 'claude-code', 'command': ['claude']", "agents.a.command", "only the runtime exec takes a command")]
    public void What_an_agent_cannot_be_told_is_refused(string members, string key, string because)
    {
        var problem = _config.Says($"{{'agents': {{'a': {{{members}}}}}}}").OnlyProblem();

        Assert.Equal(key, problem.Key);
        Assert.StartsWith(because, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_variable_is_an_error_where_it_is_named()
    {
        var problem = _config.Says("{'agents': {'a': {'runtime': 'demo', 'environment': {'K': '${NOT_THERE}'}}}}").OnlyProblem();

        Assert.Equal("agents.a.environment.K", problem.Key);
        Assert.Equal("${NOT_THERE} is not set (or empty) in the daemon's environment", problem.Message);
    }

    [Fact]
    public void No_value_of_an_environment_entry_is_ever_in_a_message()
    {
        _config.Variables["NUL"] = "canary";
        var result = _config.Says("""
            {'agents': {'a': {'runtime': 'demo', 'environment': {
              'A=B': 'canary', 'C': 'canary\u0000', 'D': ['canary'], 'E': 'x', 'E': 'canary', 'F': 5550123 }}}}
            """).Read();

        Assert.Equal(5, result.Problems.Count);
        Assert.DoesNotContain(result.Problems, problem => problem.ToString().Contains("canary") || problem.ToString().Contains("5550123"));
    }

    [Fact]
    public void The_built_in_agent_may_be_the_default_when_none_is_configured()
    {
        Assert.Equal("demo", _config.Says("{'defaultAgent': 'demo'}").Read().Settings.DefaultAgent);
        Assert.False(_config.Says("{'defaultAgent': 'demo', 'agents': {'a': {'runtime': 'demo'}}}").Read().IsValid);
    }

    [Theory]
    [InlineData("bash(git status)", "bash", "git status", null)]
    [InlineData("bash(echo (a))", "bash", "echo (a)", null)]
    [InlineData("file_write(/src/**)", "file_write", null, "/src")]
    [InlineData("file_write(/src/)", "file_write", null, "/src")]
    [InlineData("file_write(a.txt)", "file_write", null, "/folder/a.txt")]
    [InlineData("file_write(./a/./b)", "file_write", null, "/folder/a/b")]
    [InlineData("file_read(**)", "file_read", null, "/folder")]
    [InlineData("file_read(/**)", "file_read", null, "/")]
    [InlineData("mcp__files__read-all.v2", "mcp__files__read-all.v2", null, null)]
    [InlineData("*", "*", null, null)]
    public void A_rule_is_read(string text, string tool, string? command, string? path) =>
        Assert.Equal(new PermissionRule(RuleVerdict.Deny, tool, command, path), RuleText.Parse(text, RuleVerdict.Deny, "/folder", out _));

    [Theory]
    [InlineData("", "expected tool")]
    [InlineData("file read", "expected tool")]
    [InlineData("bash(", "expected tool")]
    [InlineData("bash)", "expected tool")]
    [InlineData("bash()", "a command or a path")]
    [InlineData("bash( ls)", "a command or a path")]
    [InlineData("bash(ls\n)", "control characters")]
    [InlineData("bash(git:*)", "compared whole")]
    [InlineData("bash(git *)", "compared whole")]
    [InlineData("file_write(src/*.cs)", "no other pattern")]
    [InlineData("file_write(src/**/x)", "no other pattern")]
    [InlineData("file_write(../x)", "\"..\"")]
    [InlineData("file_write(/a/../b)", "\"..\"")]
    [InlineData("file_write(~/x)", "shell's word")]
    [InlineData("*(x)", "not known what the brackets mean")]
    [InlineData("web_fetch(example.com)", "not known what the brackets mean")]
    public void A_rule_that_could_only_seem_to_protect_is_refused(string text, string because)
    {
        Assert.Null(RuleText.Parse(text, RuleVerdict.Deny, "/folder", out var complaint));
        Assert.Contains(because, complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_path_needs_a_workspace_to_start_from()
    {
        var problem = _config.Says("{'agents': {'a': {'runtime': 'demo', 'permissions': {'deny': ['bash', 'file_write(src/**)']}}}}").OnlyProblem();

        Assert.Equal("agents.a.permissions.deny[1]", problem.Key);
        Assert.Equal("\"file_write(src/**)\": a relative path starts from the agent's workspace, and this agent has none (or a wrong one)", problem.Message);
    }

    [Theory]
    [InlineData("", "expected the program to run, not an empty text")]
    [InlineData("./run.sh", "expected an absolute path, or a plain name that PATH finds")]
    [InlineData("bin/run", "expected an absolute path, or a plain name that PATH finds")]
    public void A_program_is_found_by_its_path_or_by_its_name(string program, string because)
    {
        var problem = _config.Says($"{{'agents': {{'a': {{'runtime': 'exec', 'command': ['{program}']}}}}}}").OnlyProblem();

        Assert.Equal("agents.a.command[0]", problem.Key);
        Assert.StartsWith(because, problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _config.Dispose();
}
