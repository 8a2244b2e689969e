using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Turns;

public sealed class TurnTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_turn_that_ends_well_has_exactly_one_stop_event()
    {
        var id = await Api.CreateAsync();
        await AssertOneEndAsync(id, await Api.SubmitAsync(id, "say hello"), "turn.done");
    }

    [Fact]
    public async Task A_writer_that_takes_back_its_own_messages_leaves_those_of_others()
    {
        var id = await Api.CreateAsync();
        var turns = new List<string>();
        foreach (var writer in (string[])["w0", "w1", "w2", "w2"])
            turns.Add((await Api.PostAsync($"/v3/sessions/{id}/turns", JsonSerializer.Serialize(new { content = "#script\nsay ready\nsleep 60000", writerId = writer }))).Json.GetProperty("turnId").GetString()!);
        await Api.EventAsync(id, "turn.token");
        Assert.Equal(2, (await Api.PostAsync($"/v3/sessions/{id}/cancel", """{"writerId":"w2"}""")).Json.GetProperty("cancelled").GetInt32());
        Assert.Equal(0, (await Api.PostAsync($"/v3/sessions/{id}/cancel", $$"""{"writerId":"w2","turnId":"{{turns[1]}}"}""")).Json.GetProperty("cancelled").GetInt32());
        using var socket = await SocketClient.OpenAsync(Api, $"?sessionId={id}");
        await socket.SendAsync(new { type = "turn.cancel", sessionId = id, writerId = "w0" });
        Assert.Equal("session.cancelled", (await Api.EndAsync(id, turns[0])).Event);
        await Eventually.TrueAsync(async () => (await Api.SessionAsync(id)).TryGetProperty("activeTurnId", out var active) && active.GetString() == turns[1], () => "The other writer's message does not run.");
        Assert.Equal(1, (await Api.PostAsync($"/v3/sessions/{id}/cancel")).Json.GetProperty("cancelled").GetInt32());
    }

    [Fact]
    public async Task A_turn_whose_agent_dies_has_exactly_one_stop_event_with_code_and_message()
    {
        var id = await Api.CreateAsync();
        var end = await AssertOneEndAsync(id, await Api.ScriptAsync(id, "say going", "die 3"), "turn.error");
        Assert.NotEmpty(end.Payload.GetProperty("code").GetString()!);
        Assert.NotEmpty(end.Payload.GetProperty("message").GetString()!);
        await AssertOneEndAsync(id, await Api.SubmitAsync(id, "say hello"), "turn.done");
    }

    [Fact]
    public async Task A_running_turn_can_be_cancelled_and_the_session_used_again()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, "say ready", "sleep 60000");
        await Api.EventAsync(id, "turn.token");
        var cancelled = await Api.PostAsync($"/v3/sessions/{id}/cancel");
        Assert.Equal((HttpStatusCode.OK, """{"cancelled":1}"""), (cancelled.Status, cancelled.Text));
        await AssertOneEndAsync(id, turn, "session.cancelled");
        await AssertOneEndAsync(id, await Api.SubmitAsync(id, "say hello"), "turn.done");
    }

    [Fact]
    public async Task A_turn_that_waits_can_be_cancelled_alone()
    {
        var id = await Api.CreateAsync();
        var running = await Api.ScriptAsync(id, "say ready", "sleep 60000");
        var waiting = await Api.SubmitAsync(id, "say hello");
        var cancelled = await Api.PostAsync($"/v3/sessions/{id}/cancel", JsonSerializer.Serialize(new { turnId = waiting }));
        Assert.Equal(1, cancelled.Json.GetProperty("cancelled").GetInt32());
        await AssertOneEndAsync(id, waiting, "session.cancelled");
        Assert.Equal(running, (await Api.SessionAsync(id)).GetProperty("activeTurnId").GetString());
        await Api.PostAsync($"/v3/sessions/{id}/cancel");
        await AssertOneEndAsync(id, running, "session.cancelled");
    }

    [Fact]
    public async Task A_message_that_waits_can_be_withdrawn_by_the_command()
    {
        var id = await Api.CreateAsync();
        var running = await Api.ScriptAsync(id, "say ready", "sleep 60000");
        var waiting = await Api.SubmitAsync(id, "say hello");
        var withdrawn = await steward.RunAsync("sessions", "cancel", id, "--turn", waiting);
        Assert.Equal((0, "1 turn cancelled"), (withdrawn.ExitCode, withdrawn.Out.Trim()));
        await AssertOneEndAsync(id, waiting, "session.cancelled");
        Assert.Equal("nothing to cancel", (await steward.RunAsync("sessions", "cancel", id, "--turn", waiting)).Out.Trim());
        Assert.Equal(0, (await steward.RunAsync("sessions", "cancel", id)).ExitCode);
        await AssertOneEndAsync(id, running, "session.cancelled");
    }

    [Fact]
    public async Task Cancelling_an_idle_session_cancels_nothing()
    {
        var id = await Api.CreateAsync();
        var cancelled = await Api.PostAsync($"/v3/sessions/{id}/cancel");
        Assert.Equal((HttpStatusCode.OK, """{"cancelled":0}"""), (cancelled.Status, cancelled.Text));
        Assert.Equal("""{"cancelled":0}""", (await Api.PostAsync($"/v3/sessions/{id}/cancel", """{"turnId":"turn_none"}""")).Text);
    }

    [Fact]
    public async Task Messages_that_are_sent_while_a_turn_runs_wait_and_run_in_order()
    {
        var id = await Api.CreateAsync();
        var first = await Api.PostAsync($"/v3/sessions/{id}/turns", JsonSerializer.Serialize(new { content = "#script\nsay ready\nsleep 1500" }));
        Assert.False(first.Json.GetProperty("queued").GetBoolean());
        var turns = new List<string> { first.Json.GetProperty("turnId").GetString()! };
        foreach (var word in (string[])["one", "two", "three"])
        {
            var next = await Api.PostAsync($"/v3/sessions/{id}/turns", JsonSerializer.Serialize(new { content = $"#script\nsay {word}" }));
            Assert.True(next.Json.GetProperty("queued").GetBoolean());
            turns.Add(next.Json.GetProperty("turnId").GetString()!);
        }
        await Api.EndAsync(id, turns[^1]);
        var events = await Api.EventsAsync(id);
        Assert.Equal(turns, events.Where(static happened => happened.Event == "turn.start").Select(static happened => happened.Turn));
        Assert.Equal(turns, events.Where(static happened => happened.Event == "turn.done").Select(static happened => happened.Turn));
        Assert.Equal("readyonetwothree", events.Text("turn.message"));
    }

    [Fact]
    public async Task The_answer_of_a_message_names_its_event()
    {
        var id = await Api.CreateAsync();
        var answer = await Api.PostAsync($"/v3/sessions/{id}/turns", """{"content":"say hello","clientId":"c","writerId":"w"}""");
        var seq = answer.Json.GetProperty("seq").GetInt64();
        var queued = (await Api.EventsAsync(id, seq - 1))[0];
        Assert.Equal(("turn.queued", answer.Json.GetProperty("turnId").GetString()), (queued.Event, queued.Turn));
        var done = await Api.EndAsync(id, queued.Turn!);
        var stats = done.Payload.GetProperty("stats");
        foreach (var name in (string[])["tokens", "promptTokens", "completionTokens", "toolCalls", "elapsed", "speed", "firstTokenLatencyMs"])
            Assert.Equal(JsonValueKind.Number, stats.GetProperty(name).ValueKind);
    }

    private async Task<Envelope> AssertOneEndAsync(string session, string turn, string name)
    {
        await Api.EndAsync(session, turn);
        var ends = (await Api.EventsAsync(session)).Where(happened => SessionApi.StopEvents.Contains(happened.Event) && happened.Turn == turn).ToList();
        Assert.Equal([name], ends.Select(static end => end.Event));
        return ends[0];
    }
}
