using System.Text;
using Steward.Cli.Supervision;
using Steward.Cli.Tests.Support;
using Steward.Protocol.Client;

namespace Steward.Cli.Tests.Supervision;

public sealed class StatusTextTests : IDisposable
{
    private const string Session =
        """
        {"id":"sess_0123456789abcdef","shortId":"01234567","name":"fix\u001b[2Jtests","agent":"demo","directory":"/work","metadata":{},
         "status":"running","turnCount":1,"queuedTurns":1,"seq":9,"createdAt":"2026-01-02T03:04:05Z","updatedAt":"2026-01-02T03:04:05Z","pid":77}
        """;

    private readonly TestSurroundings surroundings = new();

    public void Dispose() => surroundings.Dispose();

    private static Presence.Running Running(string sessions = "") => new(DaemonSight.Parse(Encoding.UTF8.GetBytes(
        $$"""
        {"pid":12345,"keeperPid":12344,"host":"127.0.0.1","port":9999,"daemonId":"daemon_abcdefgh","version":"0.1.0",
         "contract":{"name":"steward-v3","version":1,"compatible":[]},"startedAt":"2026-01-02T03:04:05.678Z","uptimeSec":845,"status":"running",
         "cwd":"/home/me","runtime":{"sessionCount":5,"liveSessionCount":2},"sessions":[{{sessions}}],"notices":[]}
        """)));

    private string Ps(Presence presence)
    {
        PsCommand.Write(presence, surroundings.Context);
        return surroundings.Screen.Out;
    }

    [Fact]
    public void The_plain_line_has_its_fields_in_their_order() =>
        Assert.Equal("daemon  running   pid=12345   port=9999   sessions=2   uptime=14m", StatusCommand.PlainLine(Running()));

    [Fact]
    public void The_plain_line_says_when_nothing_runs() => Assert.Equal("daemon  stopped", StatusCommand.PlainLine(new Presence.Stopped()));

    [Fact]
    public void Status_says_that_nothing_runs()
    {
        Assert.Equal(ExitCode.Ok, StatusCommand.Run(new StatusOptions(Plain: false, ExitCodeTells: false), surroundings.Context));
        Assert.Equal("○ stopped  (no daemon process found)\n", surroundings.Screen.Out);
    }

    [Fact]
    public void Sessions_that_need_their_owner_are_told_with_what_to_do()
    {
        var asking = Session.Replace("\"running\"", "\"awaiting-permission\"", StringComparison.Ordinal).Replace(@"fix\u001b[2Jtests", "fix", StringComparison.Ordinal);
        var parked = """{"shortId":"89abcdef","status":"parked","parkedBecause":"it died\n5 times","pendingPermissions":0}""";
        var asksBeside = """{"shortId":"aaaaaaaa","status":"running","pendingPermissions":1}""";
        Assert.Equal(
            ["01234567 fix asks for permission: steward attach 01234567", "89abcdef is parked (it died␊5 times): steward attach 89abcdef", "aaaaaaaa asks for permission: steward attach aaaaaaaa"],
            OwnerCalls.Of(Running($"{asking},{parked},{asksBeside}").Daemon));
        Assert.Empty(OwnerCalls.Of(Running(Session).Daemon));
    }

    [Theory]
    [InlineData("""{"toolName":"Bash","kind":"permission","ofHelper":false}""", "asks for permission: Bash")]
    [InlineData("""{"toolName":"Bash","kind":"permission","ofHelper":true},{"toolName":"Write","kind":"permission"}""", "asks for permission: Bash (for a helper of the agent's), and 1 more")]
    [InlineData("""{"toolName":"AskUserQuestion","kind":"choice"}""", "asks what you want")]
    [InlineData("""{"toolName":"ExitPlanMode","kind":"plan"}""", "asks whether its plan is good")]
    [InlineData("""{"toolName":"mcp__asker","kind":"form"}""", "asks you to fill in a form: mcp__asker")]
    [InlineData("""{"toolName":"a\nb","kind":"later"}""", "asks for permission: a␊b")]
    public void A_session_that_asks_is_told_with_what_for(string asks, string want) => Assert.Equal(
        [$"aaaaaaaa {want}: steward attach aaaaaaaa"],
        OwnerCalls.Of(Running($$"""{"shortId":"aaaaaaaa","status":"awaiting-permission","pendingPermissions":1,"asks":[{{asks}}]}""").Daemon));

    [Fact]
    public void Sessions_whose_last_turn_failed_are_told_with_the_reason_and_the_command_that_helps()
    {
        const string failed = """{"shortId":"SHORT","status":"STATUS","pendingPermissions":0,"lastFailure":{"code":"x","kind":"KIND","message":"It broke.","retryable":true}}""";
        string Session(string id, string status, string kind) =>
            failed.Replace("SHORT", id, StringComparison.Ordinal).Replace("STATUS", status, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal);
        Assert.Equal(
            ["aaaaaaaa failed its last turn (It broke.): steward attach aaaaaaaa", "bbbbbbbb failed its last turn (It broke.): steward auth diagnose"],
            OwnerCalls.Of(Running($"{Session("aaaaaaaa", "idle", "service")},{Session("bbbbbbbb", "idle", "auth")},{Session("cccccccc", "queued", "auth")}").Daemon));
    }

    [Fact]
    public void Its_exit_code_tells_when_that_is_asked_for() =>
        Assert.Equal(ExitCode.NotRunning, StatusCommand.Run(new StatusOptions(Plain: false, ExitCodeTells: true), surroundings.Context));

    [Fact]
    public void Two_blocks_tell_of_the_daemon_and_its_sessions() => Assert.Equal(
        """
        === Daemon Supervisor ===
          Status: running
          PID: 12345
          CWD: /home/me
          Started: 2026-01-02T03:04:05.678Z
          Workers: none

        === Background Sessions ===
        No active sessions.

        """, Ps(Running()));

    [Fact]
    public void A_live_session_stands_in_the_second_block_and_its_agent_in_the_first()
    {
        var text = Ps(Running(Session));
        Assert.Contains("  Workers: demo\n", text, StringComparison.Ordinal);
        Assert.Contains("01234567  fix␛[2Jtests", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Stopped_and_stale_are_said_in_the_first_block()
    {
        Assert.StartsWith("=== Daemon Supervisor ===\n  Status: stopped\n\n", Ps(new Presence.Stopped()), StringComparison.Ordinal);
        Assert.Contains("  Status: stale (cleaned up)\n", Ps(new Presence.Stale(StateFileCareTests.State())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parked_daemon_says_why_and_what_to_do()
    {
        var text = Ps(new Presence.Parked(new ParkedRecord("config", "the port is no number"), 12344));
        Assert.Contains("Status: parked (the port is no number)", text, StringComparison.Ordinal);
        Assert.Contains("Fix: correct config.json, then: steward restart", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_reasons_of_a_parked_daemon_stand_in_a_line_each()
    {
        var text = Ps(new Presence.Parked(new ParkedRecord("state", "one\ntwo\u001b[2J"), 12344));
        Assert.Contains("  Status: parked\n      one\n      two␛[2J\n", text, StringComparison.Ordinal);
        Assert.Contains("Fix: steward restart   (tries again", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_lacks_what_every_daemon_says_is_refused() =>
        Assert.Throws<BadAnswerException>(() => DaemonSight.Parse("{\"pid\":1}"u8.ToArray()));
}
