using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Lifecycle;

public sealed class RestartTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_restart_in_the_middle_of_a_turn_changes_the_token_and_nothing_for_the_agent()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "words 400 10");
        await Api.EventAsync(id, "turn.token");
        var agent = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        var (token, pid, daemonId) = (Api.Token, steward.State.Pid, steward.State.DaemonId);
        using var socket = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        using var silent = await SocketClient.OpenAsync(Api, "");
        await socket.UntilAsync("turn.token");
        var restarted = await steward.RunAsync("restart");
        Assert.True(restarted.ExitCode == 0, restarted.Error);
        await socket.ToTheEndAsync();
        await silent.ToTheEndAsync();
        Assert.Equal(((WebSocketCloseStatus)1012, "token_rotated"), (socket.CloseStatus, socket.CloseReason));
        Assert.Equal((WebSocketCloseStatus)1012, silent.CloseStatus);
        steward.ReadState();
        Assert.NotEqual(token, Api.Token);
        Assert.NotEqual(pid, steward.State.Pid);
        Assert.Equal(daemonId, steward.State.DaemonId);
        Assert.Equal(HttpStatusCode.OK, (await Api.SendAsAsync($"Bearer {token}", HttpMethod.Get, "/v3/sessions")).Status);
        Assert.Equal(agent, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var events = await Api.EventsAsync(id);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static n => (long)n), events.Select(static e => e.Seq));
        Assert.Equal(string.Concat(Enumerable.Range(0, 400).Select(static n => $"w{n} ")), events.Text("turn.token"));
    }

    [Fact]
    public async Task A_daemon_that_is_killed_comes_back_with_its_token_and_its_agents()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "words 300 10");
        await Api.EventAsync(id, "turn.token");
        var agent = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        var (token, pid) = (Api.Token, steward.State.Pid);
        using (var daemon = Process.GetProcessById(pid))
            daemon.Kill();
        await Eventually.TrueAsync(() =>
        {
            steward.ReadState();
            return steward.State.Pid != pid;
        }, () => "No new daemon came.");
        Assert.Equal(token, Api.Token);
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal(agent, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
        Assert.Equal(string.Concat(Enumerable.Range(0, 300).Select(static n => $"w{n} ")), (await Api.EventsAsync(id)).Text("turn.token"));
    }

    [Theory]
    [InlineData("restart")]
    [InlineData("restart", "--all")]
    public async Task With_a_mistake_in_the_settings_the_daemon_that_works_is_kept(params string[] command)
    {
        var good = await File.ReadAllTextAsync(steward.Home.ConfigFile, TestContext.Current.CancellationToken);
        await StewardUnderTest.WriteAsync(steward.Home.ConfigFile, """{ "nonsense": 1, "daemon": { "port": "many" } }""");
        var (pid, token) = (steward.State.Pid, Api.Token);
        var refused = await steward.RunAsync(command);
        await StewardUnderTest.WriteAsync(steward.Home.ConfigFile, good);
        Assert.Equal(78, refused.ExitCode);
        Assert.Contains("nonsense", refused.Error, StringComparison.Ordinal);
        Assert.Contains("daemon.port", refused.Error, StringComparison.Ordinal);
        steward.ReadState();
        Assert.Equal((pid, token), (steward.State.Pid, Api.Token));
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync("/v3/daemon")).Status);
    }

    [Fact]
    public async Task A_question_survives_a_restart_with_its_id_and_its_deadline()
    {
        var id = await Api.CreateAsync("""{"permissionTimeoutMs":600000}""");
        var turn = await Api.ScriptAsync(id, "ask bash echo survived");
        var question = await Api.QuestionAsync(id);
        var deadline = (await Api.GetAsync($"/v3/sessions/{id}/permissions")).Json[0].GetProperty("deadline").GetString();
        Assert.Equal(0, (await steward.RunAsync("restart")).ExitCode);
        steward.ReadState();
        var open = (await Api.GetAsync($"/v3/sessions/{id}/permissions")).Json[0];
        Assert.Equal((question, deadline), (open.GetProperty("requestId").GetString(), open.GetProperty("deadline").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", """{"decision":"allow"}""")).Status);
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Contains("survived", (await Api.EventAsync(id, "tool.end")).Payload.GetProperty("result").GetString(), StringComparison.Ordinal);
    }
}
