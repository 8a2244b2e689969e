using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Turns;

public sealed class SteerTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_message_into_a_running_turn_is_a_part_of_it_and_the_turn_ends_once()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "words 100000 5");
        await Api.EventAsync(id, "turn.token");
        var reply = await SteerAsync(id, new { content = "count to 2", priority = "now" });
        Assert.True(reply.Status == HttpStatusCode.Accepted, reply.Text);
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);

        var events = await Api.EventsAsync(id);
        var steered = Assert.Single(events, static happened => happened.Event == "turn.steered");
        Assert.Equal(
            (turn, steered.Seq, reply.Json.Text("steerId")), (reply.Json.Text("turnId"), reply.Json.GetProperty("seq").GetInt64(), steered.Payload.Text("steerId")));
        Assert.EndsWith("1, 2.", events.Text("turn.message"), StringComparison.Ordinal);
        Assert.Single(events, static happened => happened.Event == "turn.start");
        Assert.Single(events, static happened => SessionApi.StopEvents.Contains(happened.Event));
    }

    [Fact]
    public async Task Without_a_turn_it_is_refused_with_what_to_do_and_nothing_is_kept()
    {
        var id = await Api.CreateAsync();
        var reply = await SteerAsync(id, new { content = "count to 2" });
        Assert.Equal((HttpStatusCode.Conflict, "no_turn"), (reply.Status, reply.Code));
        Assert.Contains("Send it as a message", reply.Json.GetProperty("error").Text("fix"), StringComparison.Ordinal);
        Assert.Single(await Api.EventsAsync(id));
    }

    [Theory]
    [InlineData("""{"content":" "}""", "no_content")]
    [InlineData("""{"content":"x","priority":"later"}""", "bad_priority")]
    public async Task What_cannot_be_meant_is_refused(string body, string code)
    {
        var id = await Api.CreateAsync();
        var reply = await Api.PostAsync($"/v3/sessions/{id}/steer", body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task The_same_request_again_is_one_message()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "words 100000 5");
        await Api.EventAsync(id, "turn.token");
        var body = JsonSerializer.Serialize(new { content = "count to 2", priority = "now" });
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Api.PostAsync($"/v3/sessions/{id}/steer", body, "steer-1")));
        Assert.Single(replies.Select(static reply => reply.Text).Distinct());
        await Api.EndAsync(id, turn);
        Assert.Equal(replies[0].Text, (await Api.PostAsync($"/v3/sessions/{id}/steer", body, "steer-1")).Text);
        Assert.Single(await Api.EventsAsync(id), static happened => happened.Event == "turn.steered");
    }

    [Fact]
    public async Task A_daemon_that_dies_right_after_it_took_the_message_leaves_it_to_the_next_and_it_is_sent_once()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "ask bash true", "words 3");
        var question = await Api.QuestionAsync(id);
        await SteerAsync(id, new { content = "count to 2" });
        var pid = steward.State.Pid;
        using (var daemon = Process.GetProcessById(pid))
            daemon.Kill();
        await Eventually.TrueAsync(() =>
        {
            steward.ReadState();
            return steward.State.Pid != pid;
        }, () => "No new daemon came.");
        await Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var events = await Api.EventsAsync(id);
        Assert.Single(events, static happened => happened.Event == "steer.taken");
        Assert.EndsWith("w2 1, 2.", events.Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_can_send_one_too()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "words 100000 5");
        await Api.EventAsync(id, "turn.token");
        using var socket = await SocketClient.OpenAsync(Api, $"?sessionId={id}");
        await socket.SendAsync(new { type = "turn.steer", sessionId = id, content = "count to 2", priority = "now" });
        var ack = await socket.AnswerAsync();
        Assert.True(ack.Text("type") == "ack" && ack.Text("turnId") == turn && ack.Text("steerId").StartsWith("steer_", StringComparison.Ordinal), ack.GetRawText());
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        await socket.SendAsync(new { type = "turn.steer", sessionId = id, content = "count to 2" });
        Assert.Equal("no_turn", (await socket.AnswerAsync()).GetProperty("error").Text("code"));
    }

    [Fact]
    public async Task The_command_says_what_became_of_it()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "words 100000 5");
        await Api.EventAsync(id, "turn.token");
        var sent = await steward.RunAsync("steer", "--now", id, "count", "to", "2");
        Assert.True(sent.ExitCode == 0 && sent.Out.StartsWith("sent into the running turn", StringComparison.Ordinal), sent.Out + sent.Error);
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var late = await steward.RunAsync("steer", id, "count to 2");
        Assert.NotEqual(0, late.ExitCode);
        Assert.Contains("No turn runs", late.Error, StringComparison.Ordinal);
    }

    private Task<Reply> SteerAsync(string id, object body) => Api.PostAsync($"/v3/sessions/{id}/steer", JsonSerializer.Serialize(body));
}
