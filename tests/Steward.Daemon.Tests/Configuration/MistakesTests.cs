using System.Text;

namespace Steward.Daemon.Tests.Configuration;

public sealed class MistakesTests : IDisposable
{
    private readonly OwnersConfig _config = new();

    [Fact]
    public void Every_mistake_is_said_at_once_with_its_line_column_key_and_what_was_expected()
    {
        _config.Says("""
            {
              // the daemon
              'daemon': { 'prot': 1, 'host': '0.0.0.0', 'maxSessions': 0, 'maxSessions': 5 },
              'defaultAgent': 'ghost',
              'agents': {
                'a': { 'runtime': 'exce', 'workspace': 'src' },
                'b': { 'runtime': 'exec', 'idleTimeoutSec': '5' },
                'c': { 'workspace': 'WORK/none' },
              },
            }
            """);

        Assert.Equal(
            [
                "3:15: daemon.prot: unknown key; did you mean \"port\"?",
                "3:34: daemon.host: expected a loopback address: 127.0.0.1, another 127.x.x.x, ::1, or localhost, not \"0.0.0.0\": it would offer this machine's agents to the network; use an SSH tunnel instead",
                "3:60: daemon.maxSessions: expected a whole number from 1 to 10000, not 0",
                "3:63: daemon.maxSessions: said twice; the first is at line 3, column 45",
                "4:19: defaultAgent: there is no agent \"ghost\"; known here: a, b, c",
                "6:23: agents.a.runtime: there is no runtime \"exce\"; did you mean \"exec\"?",
                "6:44: agents.a.workspace: expected the absolute path of a folder that exists, not the relative path \"src\"",
                "7:10: agents.b: the runtime exec needs \"command\", a list: the program, then its arguments, each a text",
                "7:49: agents.b.idleTimeoutSec: expected a whole number from 1 to 604800; write it without quotes",
                "8:10: agents.c: needs \"runtime\", the name of a runtime",
                "8:25: agents.c.workspace: the folder \"WORK/none\" does not exist or cannot be entered",
            ],
            _config.Read().Problems.Select(problem => problem.ToString()[(_config.Home.ConfigFile.Length + 1)..].Replace(_config.Workspace, "WORK")));
    }

    [Theory]
    [InlineData("{'daemon': []}", "1:12: daemon: expected an object, not a list")]
    [InlineData("[]", "1:1: expected an object, not a list")]
    [InlineData("{'daemon': null}", "1:12: daemon: expected an object, not null")]
    [InlineData("{'daemon': {'port': 1.5}}", "1:21: daemon.port: expected a whole number from 0 to 65535, not 1.5")]
    [InlineData("{'daemon': {'port': 1e3}}", "1:21: daemon.port: expected a whole number from 0 to 65535, not 1e3")]
    [InlineData("{'daemon': {'port': true}}", "1:21: daemon.port: expected a whole number from 0 to 65535, not true")]
    [InlineData("{'daemon': {'permissionTimeoutMs': 0}}", "1:36: daemon.permissionTimeoutMs: expected a whole number from 1 to 604800000, not 0")]
    [InlineData("{'daemon': {'permissionTimeoutMs': -1}}", "1:36: daemon.permissionTimeoutMs: expected a whole number from 1 to 604800000, not -1")]
    [InlineData("{'daemon.port': 1}", "1:2: \"daemon.port\": unknown key; write \"port\" inside the object \"daemon\"")]
    [InlineData("{'PORT': 1}", "1:2: PORT: unknown key; known here: $schema, agents, auth, daemon, defaultAgent, gate")]
    [InlineData("{'daemon': {'host': ''}}", "1:21: daemon.host: expected a loopback address: 127.0.0.1, another 127.x.x.x, ::1, or localhost, not an empty text")]
    [InlineData("{'auth': {'loopback': 'yes'}}", "1:23: auth.loopback: expected \"closed\" or \"open\", not \"yes\"")]
    [InlineData("{'defaultAgent': 'x'}", "1:18: defaultAgent: there is no agent \"x\"; no agent is configured")]
    [InlineData("{'agents': {'a': {'runtime': 'demo', 'command': ['x']}}}", "1:49: agents.a.command: only the runtime exec takes a command")]
    [InlineData("{'agents': {'a': {'runtime': 'exec', 'command': []}}}", "1:49: agents.a.command: expected a list: the program, then its arguments, each a text, not an empty list")]
    [InlineData("{'agents': {'a': {'runtime': 'exec', 'command': ['x', 1]}}}", "1:55: agents.a.command[1]: expected a text, not a number")]
    [InlineData("{'agents': {'../b': {'runtime': 'demo'}}}", "1:13: agents.\"../b\": expected a name of up to 64 letters, digits, \"-\", \"_\" and \".\" that begins with a letter or digit")]
    [InlineData("{'agents': {'a\\n': {'runtime': 'demo'}}}", "1:13: agents.\"a\\u000A\": expected a name of up to 64 letters, digits, \"-\", \"_\" and \".\" that begins with a letter or digit")]
    [InlineData("{'agents': {'a': {'runtime': 'demo'}, 'A': {'runtime': 'demo'}}}", "1:39: agents.A: differs from another agent's name only in capital letters")]
    [InlineData("{'agents': {'a': {'runtime': 'demo', 'workspace': '~/x'}}}", "1:51: agents.a.workspace: expected the absolute path of a folder that exists; \"~\" is a shell's word, write the path out")]
    [InlineData("{'agents': {'a': {'runtime': 'demo', 'workspace': '/\\u0000'}}}", "1:51: agents.a.workspace: holds the character NUL, which no program can be given")]
    public void A_mistake_is_said_so(string text, string expected)
    {
        var problem = _config.Says(text).OnlyProblem().ToString();

        Assert.Equal($"{_config.Home.ConfigFile}:{expected}", problem);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("{\n  'daemon': {,}\n}", 2, 14)]
    [InlineData("{'daemon': {}} x", 1, 16)]
    [InlineData("{\r\n 'é': 1,\r\n  'ü' 2}", 3, 7)]
    [InlineData("{'a': 'tab\there'}", 1, 11)]
    [InlineData("/* open", 1, 1)]
    [InlineData("{'a': '\\ud800'}", 1, 7)]
    public void What_is_not_json_is_refused_at_its_place(string text, int line, int column)
    {
        var problem = _config.Says(text).OnlyProblem();

        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.DoesNotContain("LineNumber", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_not_utf8_is_pointed_at()
    {
        var problem = Assert.Single(_config.Parse([.. "{\n\"a\": \""u8, 0xFF, .. "\"}"u8]).Problems);

        Assert.Equal((2, 7), (problem.Line, problem.Column));
    }

    [Fact]
    public void Depth_is_limited()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"daemon\":", 33)) + "1" + new string('}', 33);

        Assert.Contains("depth of 32", _config.Says(deep).OnlyProblem().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.1")]
    [InlineData("0x7f000001")]
    [InlineData("2130706433")]
    [InlineData("127.0.0.010")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.1")]
    [InlineData("example.com")]
    [InlineData("LOCALHOST ")]
    public void A_host_that_is_not_plainly_loopback_is_refused(string host) =>
        Assert.Equal("daemon.host", _config.Says($"{{'daemon': {{'host': '{host}'}}}}").OnlyProblem().Key);

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("::1", "::1")]
    [InlineData("localhost", "127.0.0.1")]
    public void A_loopback_host_is_taken(string host, string bound) =>
        Assert.Equal(bound, _config.Says($"{{'daemon': {{'host': '{host}'}}}}").Read().Settings.Host);

    [Fact]
    public void A_wrong_value_leaves_the_default_and_the_right_ones_count()
    {
        var result = _config.Says("{'daemon': {'port': 'x', 'maxSessions': 7}}").Read();

        Assert.Equal((9999, 7), (result.Settings.Port, result.Settings.MaxSessions));
        Assert.False(result.IsValid);
    }

    [Fact]
    public void A_file_that_is_wrong_everywhere_is_answered_with_a_page_and_not_with_a_book()
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < 50_000; i++)
            text.Append(null, $"\"k{i}\":1,");

        var problems = _config.Says(text.Append('}').ToString()).Read().Problems;

        Assert.Equal(100, problems.Count);
        Assert.Contains(problems, problem => problem.Message.StartsWith("too much is wrong", StringComparison.Ordinal));
    }

    public void Dispose() => _config.Dispose();
}
