using System.Text.Json;
using Microsoft.Extensions.Logging;
using Steward.Daemon.Logs;
using Steward.Protocol.Logs;

namespace Steward.Daemon.Tests.Logs;

public sealed class LinesTests : IDisposable
{
    private readonly LogHome _home = new();

    [Fact]
    public void The_daemons_own_words_read_as_scripts_expect_them()
    {
        var lines = _home.Rendered(log =>
        {
            log.SupervisorStarting("/home/me");
            log.RemovedStaleState(4711);
            log.DaemonStarted("127.0.0.1:9999");
            log.SessionCreated("sess_abc123", null);
            log.SessionCreated("sess_abc123", "demo");
            log.TurnStarted("sess_abc123", 1, "demo");
            log.ToolStarted("file_read", "/src/index.ts", "sess_abc123", "demo");
            log.ToolStarted("bash", null, "sess_abc123", null);
            log.ToolEnded("file_read", 12, "sess_abc123", "demo");
            log.SupervisorStopped();
        });

        Assert.Equal(
            [
                "[10:00:01] INFO  [daemon] supervisor starting in /home/me",
                "[10:00:01] INFO  removed stale state (pid 4711)",
                "[10:00:01] INFO  daemon started on 127.0.0.1:9999",
                "[10:00:01] INFO  session created id=sess_abc123",
                "[10:00:01] INFO  session created id=sess_abc123 agent=demo",
                "[10:00:01] INFO  turn started session=sess_abc123 turn=1 agent=demo",
                "[10:00:01] INFO  tool.start tool=file_read path=/src/index.ts session=sess_abc123 agent=demo",
                "[10:00:01] INFO  tool.start tool=bash session=sess_abc123",
                "[10:00:01] INFO  tool.end tool=file_read duration=12ms session=sess_abc123 agent=demo",
                "[10:00:01] INFO  [daemon] supervisor stopped",
            ],
            lines);
    }

    [Fact]
    public void A_line_is_json_with_the_fields_of_its_event_and_of_its_scopes()
    {
        var line = Assert.Single(_home.Logged(log =>
        {
            using (log.BeginScope(new Dictionary<string, object?> { ["TraceId"] = "t1", ["Agent"] = "other" }))
                log.TurnStarted("s1", 2, "demo");
        }));

        Assert.Equal(
            """{"ts":"2026-03-01T08:00:01.250Z","level":"info","msg":"turn started session=s1 turn=2","daemonId":"d_1","sessionId":"s1","turn":2,"agent":"demo","traceId":"t1"}""",
            line);
    }

    [Fact]
    public void An_exception_and_a_foreign_category_are_fields_of_the_one_line()
    {
        var line = Assert.Single(_home.Logged(log => log.LogError(new InvalidDataException("bad\nthing"), "it's over: <{What}>", "x & y"), "Microsoft.Hosting"));

        using var json = JsonDocument.Parse(line);
        Assert.Contains("it's over: <x & y>", line, StringComparison.Ordinal);
        Assert.Equal("Microsoft.Hosting", json.RootElement.GetProperty("category").GetString());
        Assert.StartsWith("System.IO.InvalidDataException: bad\nthing", json.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("it's over: <x & y> error=System.IO.InvalidDataException: bad", LogText.Render(line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\r\n[10:00:01] INFO  daemon started")]
    [InlineData("\u001b[2J\u0007\u0000\u0085")]
    [InlineData("\u202Egpj.exe\u2066\u200B\uFEFF")]
    [InlineData("\u2028\u2029")]
    [InlineData("\uD800 half")]
    [InlineData("\U000E0041 tag")]
    public void A_hostile_name_makes_one_line_that_no_terminal_obeys(string name)
    {
        var line = Assert.Single(_home.Logged(log => log.SessionCreated(name, "a")));

        foreach (var text in (string[])[line, LogText.Render(line)])
        {
            Assert.DoesNotContain(text, letter => char.IsControl(letter) || "\u202E\u2066\u200B\uFEFF\u2028\u2029".Contains(letter) || char.IsSurrogate(letter));
            Assert.Equal(text, VisibleText.Of(text));
        }
        if (!name.Any(char.IsSurrogate) || char.IsSurrogatePair(name, 0))
            Assert.Equal(name, LogRecord.Parse(line)!.SessionId);
    }

    [Fact]
    public void Secrets_are_hidden_in_text_fields_names_and_errors_in_every_form()
    {
        const string secret = "s3cret/value+\"x";
        _home.Redactor.Learn(secret);
        var base64 = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret));

        var text = string.Join('\n', _home.Logged(log =>
        {
            log.ToolStarted("bash", secret, "s1", Uri.EscapeDataString(secret));
            log.LogWarning(new InvalidDataException(secret), "Bearer abc123def456 {Base64}", base64);
            log.LogWarning("{Long}", new string('x', (16 << 10) - 5) + secret);
        }));

        Assert.DoesNotContain("s3cre", text, StringComparison.Ordinal);
        Assert.DoesNotContain(base64[..12], text, StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", text, StringComparison.Ordinal);
        Assert.Contains("[redacted]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_text_is_cut()
    {
        var line = Assert.Single(_home.Logged(log => log.LogInformation("{Text}", new string('x', 10 << 20))));

        Assert.InRange(line.Length, 16 << 10, 32 << 10);
    }

    [Fact]
    public void Levels_have_their_words_and_what_is_below_the_least_is_not_written()
    {
        using (var provider = _home.Open(least: LogLevel.Debug))
        {
            var log = provider.CreateLogger("Steward");
            foreach (var level in Enum.GetValues<LogLevel>())
                log.Log(level, "x");
        }

        var lines = File.ReadAllLines(_home.Today);
        Assert.Equal(["debug", "info", "warn", "error", "fatal"], lines.Select(line => LogRecord.Parse(line)!.Level));
        Assert.All(lines, line => Assert.Matches(@"^\[\d\d:\d\d:\d\d\] (DEBUG|INFO |WARN |ERROR) x$", LogText.Render(line)));
    }

    [Theory]
    [InlineData("Unhandled exception. \u001b[31m", "Unhandled exception. \\u001B[31m")]
    [InlineData("{\"ts\":\"x\",\"level\":\"info\",\"msg\":\"m\"}", "{\"ts\":\"x\",\"level\":\"info\",\"msg\":\"m\"}")]
    [InlineData("{\"level\":\"info\"}", "{\"level\":\"info\"}")]
    [InlineData("{\"ts\":", "{\"ts\":")]
    [InlineData("[]", "[]")]
    [InlineData("", "")]
    public void What_is_no_line_of_the_log_is_shown_as_it_is(string line, string shown) => Assert.Equal(shown, LogText.Render(line));

    public void Dispose() => _home.Dispose();
}
