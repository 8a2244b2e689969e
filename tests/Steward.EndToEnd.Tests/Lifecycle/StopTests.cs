using System.Net;
using System.Net.WebSockets;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Lifecycle;

public sealed class StopTests
{
    [Fact]
    public async Task A_turn_in_flight_is_finished_and_told_before_its_subscribers_are_sent_away()
    {
        await using var steward = await StartedAsync();
        var id = await steward.Api.CreateAsync();
        using var socket = await SocketClient.OpenAsync(steward.Api, $"?sessionId={id}&afterSeq=0");
        using var sse = await SseClient.OpenAsync(steward.Api, $"?sessionId={id}");
        await steward.Api.ScriptAsync(id, "words 150 10");
        await socket.UntilAsync("turn.token");
        var stopping = steward.StopAsync();
        Assert.Equal("turn.done", (await socket.UntilAsync(SessionApi.StopEvents))[^1].Event);
        await sse.UntilAsync("turn.done");
        await socket.ToTheEndAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        while (await sse.NextAsync() is not null)
            continue;
        await stopping;
        await Processes.NoneOfAsync(steward.Home.Root);
        await Assert.ThrowsAsync<HttpRequestException>(() => steward.Api.GetAsync("/health"));
    }

    [Fact]
    public async Task A_session_goes_on_after_stop_and_start_with_its_history()
    {
        await using var steward = await StartedAsync();
        var id = await steward.Api.CreateAsync("""{"title":"kept","name":"kept"}""");
        foreach (var words in (string[])["say hello", "what can you do?"])
            await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, words));
        var repeat = await steward.Api.PostAsync("/v3/sessions", """{"title":"once"}""", "a-key");
        var before = await steward.Api.EventsAsync(id);
        var token = steward.Api.Token;
        await steward.StopAsync();
        await steward.StartAsync();
        Assert.NotEqual(token, steward.Api.Token);
        Assert.Equal(repeat.Text, (await steward.Api.PostAsync("/v3/sessions", """{"title":"once"}""", "a-key")).Text);
        Assert.Equal(2, (await steward.Api.SessionAsync("kept")).GetProperty("turnCount").GetInt32());
        var after = await steward.Api.EventsAsync(id);
        Assert.Equal(before.Select(static e => e.Raw), after.Take(before.Count).Select(static e => e.Raw));
        await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, "what did I ask before?"));
        Assert.Contains("what can you do?", (await steward.Api.EventsAsync(id, after.Count)).Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_works_is_waited_for_and_one_that_waits_for_its_owner_is_not()
    {
        await using var steward = await StartedAsync();
        var (asking, working) = (await steward.Api.CreateAsync("""{"permissionTimeoutMs":600000}"""), await steward.Api.CreateAsync());
        await steward.Api.ScriptAsync(asking, "ask bash echo much later");
        var question = await steward.Api.QuestionAsync(asking);
        await steward.Api.ScriptAsync(working, "words 1", "sleep 600000");
        await steward.Api.EventAsync(working, "turn.token");
        var stopping = steward.RunAsync("stop");
        await Eventually.TrueAsync(() => steward.Api.GetAsync("/v3/daemon").Result.Json.Text("status") == "stopping", () => "It does not stop.");
        await steward.Api.PostAsync($"/v3/sessions/{working}/cancel");
        var stopped = await stopping;
        Assert.Equal(0, stopped.ExitCode);
        Assert.StartsWith("waiting up to 30 s for a turn to end", stopped.Error, StringComparison.Ordinal);
        await steward.StartAsync();
        // Its agent is another now, and asks anew.
        Assert.NotEqual(question, await steward.Api.QuestionAsync(asking));
    }

    [Fact]
    public async Task A_command_that_watches_does_not_start_again_what_its_owner_stopped()
    {
        await using var steward = await StartedAsync();
        var watching = steward.RunAsync("do", "--name", "watched", "#script\nwords 1\nsleep 600000");
        await Eventually.TrueAsync(async () => (await steward.Api.GetAsync("/v3/sessions/watched")).Status == HttpStatusCode.OK, () => "It did not begin.");
        await steward.Api.EventAsync("watched", "turn.token");
        await steward.StopAsync("--now");
        var left = await watching;
        Assert.Equal(3, left.ExitCode);
        Assert.Contains("The daemon was stopped.", left.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await steward.RunAsync("status", "--exit-code")).ExitCode);
        await Processes.NoneOfAsync(steward.Home.Root);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_terminated_keeper_or_daemon_is_a_clean_stop(bool keeper)
    {
        await using var steward = await StartedAsync();
        var id = await steward.Api.CreateAsync();
        await steward.Api.EndAsync(id, await steward.Api.SubmitAsync(id, "say hello"));
        var ended = await StewardProgram.RunAsync("/bin/kill", ["-TERM", $"{(keeper ? steward.State.KeeperPid : steward.State.Pid)}"]);
        Assert.Equal(0, ended.ExitCode);
        await Processes.NoneOfAsync(steward.Home.Root);
        Assert.False(File.Exists(steward.Home.StateFile));
    }

    private static async Task<StewardUnderTest> StartedAsync()
    {
        var steward = new StewardUnderTest();
        await steward.InitializeAsync();
        return steward;
    }
}
