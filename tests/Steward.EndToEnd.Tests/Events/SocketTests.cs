using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Events;

public sealed class SocketTests(SocketTests.SmallQueues steward) : IClassFixture<SocketTests.SmallQueues>
{
    public sealed class SmallQueues : StewardUnderTest
    {
        protected override string Settings => base.Settings + ", \"limits\": { \"subscriberEvents\": 50, \"subscriberKb\": 256 }";
    }

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_subscriber_that_does_not_keep_up_is_let_go_with_its_last_sequence_and_resumes_without_a_gap()
    {
        var (subscribers, floods) = FullNumbers.Wanted ? (50, 5) : (1, 1);
        var id = await Api.CreateAsync();
        var slow = new List<SocketClient>();
        for (var n = 0; n < subscribers; n++)
            slow.Add(await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0"));
        var before = Processes.Resident(steward.State.Pid);
        for (var n = 0; n < floods; n++)
        {
            await Api.ScriptAsync(id, "flood 24000000");
            await Eventually.TrueAsync(async () => (await Api.SessionAsync(id)).GetProperty("status").GetString() == "idle", () => "The flood does not end.");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{subscribers} subscribers, {floods * 24} MB: {before} MiB before, {Processes.Resident(steward.State.Pid)} MiB after");
        List<long> got = [];
        foreach (var socket in slow)
        {
            got = [.. (await socket.ToTheEndAsync()).Select(static happened => happened.Seq)];
            Assert.Equal((WebSocketCloseStatus)1013, socket.CloseStatus);
            Assert.Equal(got[^1], JsonDocument.Parse(socket.CloseReason!).RootElement.GetProperty("lastSeq").GetInt64());
            socket.Dispose();
        }
        var end = (await Api.SessionAsync(id)).GetProperty("seq").GetInt64();
        while (got[^1] < end)
        {
            using var again = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq={got[^1]}");
            while (got[^1] < end && await again.NextAsync() is { } happened)
                got.Add(happened.Seq);
        }
        Assert.Equal(Enumerable.Range(1, (int)end).Select(static n => (long)n), got);
    }

    [Theory]
    [InlineData("""{"type":"hello","sessionId":"sess_none"}""", "not_found")]
    [InlineData("""{"type":"hello","sessionId":"{0}","afterSeq":1000}""", "cursor_ahead")]
    [InlineData("""{"type":"hello","sessionId":"{0}","afterSeq":-1}""", "bad_cursor")]
    public async Task A_hello_that_makes_no_sense_is_closed_with_4000(string hello, string reason)
    {
        var id = await Api.CreateAsync();
        using var socket = await SocketClient.OpenAsync(Api, "");
        await socket.SendTextAsync(hello.Replace("{0}", id, StringComparison.Ordinal));
        Assert.Null(await socket.NextAsync());
        Assert.Equal(((WebSocketCloseStatus)4000, reason), (socket.CloseStatus, socket.CloseReason));
    }

    [Fact]
    public async Task A_hello_begins_the_stream_once()
    {
        var id = await Api.CreateAsync();
        using var socket = await SocketClient.OpenAsync(Api, "");
        await socket.SendAsync(new { type = "hello", clientId = "c", sessionId = id, afterSeq = 0 });
        Assert.True((await socket.AnswerAsync()).GetProperty("ok").GetBoolean());
        Assert.Equal("session.created", (await socket.NextAsync())!.Event);
        await socket.SendAsync(new { type = "hello", clientId = "c", sessionId = id, afterSeq = 0 });
        Assert.False((await socket.AnswerAsync()).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Commands_of_a_socket_are_acknowledged_or_refused_with_the_reason()
    {
        var id = await Api.CreateAsync();
        using var socket = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        await socket.SendAsync(new { type = "turn.submit", clientId = "c", writerId = "w", sessionId = id, content = "#script\nsay ready\nsleep 60000", mode = "chat" });
        var submitted = await socket.AnswerAsync();
        Assert.Equal(("ack", "turn.submit", false), (submitted.GetProperty("type").GetString(), submitted.GetProperty("action").GetString(), submitted.GetProperty("queued").GetBoolean()));
        await socket.UntilAsync("turn.token");
        await socket.SendAsync(new { type = "turn.cancel", sessionId = id, turnId = submitted.GetProperty("turnId").GetString() });
        Assert.Equal(1, (await socket.AnswerAsync()).GetProperty("cancelled").GetInt32());
        await socket.UntilAsync("session.cancelled");
        foreach (var (text, code) in ((string, string)[])[("{", "bad_json"), ("[]", "bad_json"), ("null", "bad_json"), ("{}", "bad_json"),
            ("""{"type":"dance"}""", "unknown_command"), ("""{"type":"turn.submit","content":"x"}""", "no_session"),
            ($$"""{"type":"turn.submit","sessionId":"{{id}}"}""", "no_content"), ("""{"type":"ping","type":"ping"}""", "bad_json")])
        {
            await socket.SendTextAsync(text);
            Assert.Equal(code, (await socket.AnswerAsync()).GetProperty("error").GetProperty("code").GetString());
        }
        await socket.SendAsync(new { type = "ping" });
        Assert.Equal("pong", (await socket.AnswerAsync()).GetProperty("action").GetString());
    }

    [Fact]
    public async Task A_token_in_the_address_opens_a_websocket_and_nothing_else()
    {
        var id = await Api.CreateAsync();
        using var socket = await SocketClient.OpenWithoutHeaderAsync(Api, $"?sessionId={id}&afterSeq=0&token={Api.Token}");
        Assert.Equal("session.created", (await socket.NextAsync())!.Event);
        foreach (var path in (string[])["/v3/sessions", "/v3/sse/events", "/health", "/v3/ws/", "/v3/metrics"])
            Assert.Equal(HttpStatusCode.BadRequest, (await Api.SendAsAsync(null, HttpMethod.Get, $"{path}?token={Api.Token}")).Status);
        var wrong = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenWithoutHeaderAsync(Api, $"?sessionId={id}&token={new string('0', 64)}"));
        Assert.Contains("401", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_opens_one_websocket_once()
    {
        var reply = await Api.PostAsync("/v3/ws-tickets");
        Assert.Equal(HttpStatusCode.Created, reply.Status);
        var ticket = reply.Json.GetProperty("ticket").GetString();
        using (await SocketClient.OpenWithoutHeaderAsync(Api, $"?afterGseq=0&ticket={ticket}")) { }
        var again = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenWithoutHeaderAsync(Api, $"?afterGseq=0&ticket={ticket}"));
        Assert.Contains("401", again.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Api.SendAsAsync(null, HttpMethod.Get, $"/v3/sessions?ticket={ticket}")).Status);
    }

    [Fact]
    public async Task A_message_larger_than_a_mebibyte_closes_the_socket()
    {
        using var socket = await SocketClient.OpenAsync(Api, "");
        await socket.SendTextAsync(new string('x', (1 << 20) + 1));
        Assert.Null(await socket.NextAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
    }
}
