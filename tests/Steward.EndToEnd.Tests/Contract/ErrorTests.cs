using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Contract;

public sealed class ErrorTests(ErrorTests.OneSession steward) : IClassFixture<ErrorTests.OneSession>
{
    public sealed class OneSession : StewardUnderTest
    {
        protected override string Settings => "\"maxSessions\": 1";
    }

    private HttpApi Api => steward.Api;

    [Theory]
    [InlineData("GET", "/v3/none", null, 404, "no_route")]
    [InlineData("GET", "/v3/sessions/sess_none", null, 404, "not_found")]
    [InlineData("GET", "/v3/sessions/no-such-name", null, 404, "not_found")]
    [InlineData("POST", "/v3/sessions/sess_none/turns", """{"content":"x"}""", 404, "not_found")]
    [InlineData("PUT", "/v3/sessions", "{}", 405, "no_method")]
    [InlineData("HEAD", "/v3/sessions", null, 405, null)]
    [InlineData("POST", "/v3/sessions", """{"agent":"nobody"}""", 400, "unknown_agent")]
    [InlineData("POST", "/v3/sessions", """{"name":"../x"}""", 400, "bad_name")]
    [InlineData("POST", "/v3/sessions", """{"name":"sess_x"}""", 400, "bad_name")]
    [InlineData("POST", "/v3/sessions", """{"name":"x\n"}""", 400, "bad_name")]
    [InlineData("POST", "/v3/sessions", """{"directory":"relative"}""", 400, "bad_directory")]
    [InlineData("POST", "/v3/sessions", """{"directory":"/x\u0000y"}""", 400, "bad_directory")]
    [InlineData("POST", "/v3/sessions", """{"directory":"/no/such/folder"}""", 400, "no_directory")]
    [InlineData("POST", "/v3/sessions", """{"metadata":{"a":null}}""", 400, "bad_metadata")]
    [InlineData("POST", "/v3/sessions", """{"metadata":{"workspace":null}}""", 400, "bad_metadata")]
    [InlineData("POST", "/v3/sessions", """{"permissionTimeoutMs":0}""", 400, "bad_timeout")]
    [InlineData("POST", "/v3/sessions", """{"permissionTimeoutMs":-1}""", 400, "bad_timeout")]
    [InlineData("POST", "/v3/sessions", """{"title":1}""", 400, "bad_json")]
    [InlineData("POST", "/v3/sessions", """{"title":"\ud800"}""", 400, "bad_json")]
    [InlineData("POST", "/v3/sessions", """{"title":"a"} {"title":"b"}""", 400, "bad_json")]
    [InlineData("POST", "/v3/sessions", """{"title":"a",}""", 400, "bad_json")]
    [InlineData("POST", "/v3/sessions", "[]", 400, "bad_json")]
    [InlineData("POST", "/v3/sessions", "{", 400, "bad_json")]
    [InlineData("PATCH", "/v3/sessions/only", "{}", 400, "no_change")]
    [InlineData("PATCH", "/v3/sessions/only", "", 400, "no_change")]
    [InlineData("POST", "/v3/sessions/only/turns", "{}", 400, "bad_json")]
    [InlineData("POST", "/v3/sessions/only/turns", "", 400, "no_content")]
    [InlineData("POST", "/v3/sessions/only/turns", """{"content":" \n"}""", 400, "no_content")]
    [InlineData("POST", "/v3/sessions/only/turns", """{"content":null}""", 400, "bad_json")]
    [InlineData("POST", "/v3/sessions/only/turns", """{"content":"x","mode":"sudo"}""", 400, "bad_mode")]
    [InlineData("GET", "/v3/sessions?archived=maybe", null, 400, "bad_query")]
    [InlineData("DELETE", "/v3/agents/nobody?force=1", null, 400, "bad_query")]
    [InlineData("GET", "/v3/ws", null, 400, "no_websocket")]
    [InlineData("GET", "/v3/sse/events?sessionId=", null, 400, "bad_query")]
    [InlineData("GET", "/v3/sse/events?sessionId=a&sessionId=b", null, 400, "bad_query")]
    public async Task What_cannot_be_done_is_refused_with_its_reason(string method, string path, string? body, int status, string? code)
    {
        await Api.PostAsync("/v3/sessions", """{"name":"only"}""", "the-only-one");
        var reply = await Api.SendAsync(new HttpMethod(method), path, body);
        Assert.True((int)reply.Status == status, $"{reply.Status} {reply.Text}");
        if (code is null)
            return;
        var error = reply.Json.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("kind").GetString()!);
        Assert.Matches("^[A-Za-z`].*[.)]$", error.GetProperty("message").GetString());
        Assert.Contains(error.GetProperty("retryable").ValueKind, (JsonValueKind[])[JsonValueKind.True, JsonValueKind.False]);
        Assert.DoesNotContain("System.", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_a_route_does_not_have_is_answered_with_those_that_it_has()
    {
        using var response = await Api.OpenAsync("/v3/sessions", static request => request.Method = HttpMethod.Put);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task More_live_sessions_than_the_owner_wants_are_refused_for_now()
    {
        var (one, two) = (await Api.CreateAsync(), await Api.CreateAsync());
        var turn = await Api.ScriptAsync(one, "say ready", "sleep 60000");
        var reply = await Api.PostAsync($"/v3/sessions/{two}/turns", """{"content":"say hello"}""");
        Assert.Equal((HttpStatusCode.TooManyRequests, "max_sessions"), (reply.Status, reply.Code));
        Assert.True(reply.Json.GetProperty("error").GetProperty("retryable").GetBoolean());
        Assert.NotEmpty(reply.Json.GetProperty("error").GetProperty("fix").GetString()!);
        await Api.PostAsync($"/v3/sessions/{one}/kill");
        await Api.EndAsync(one, turn);
    }

    [Fact]
    public async Task A_process_that_only_waits_for_the_next_message_takes_nobodys_place()
    {
        var (one, two) = (await Api.CreateAsync(), await Api.CreateAsync());
        Assert.Equal("turn.done", (await Api.EndAsync(one, await Api.SubmitAsync(one, "say hello"))).Event);
        Assert.Equal("turn.done", (await Api.EndAsync(two, await Api.SubmitAsync(two, "say hello"))).Event);
        Assert.True((await Api.SessionAsync(one)).TryGetProperty("pid", out _), "Its process has ended: nothing was shown.");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_its_length_was_told_or_not()
    {
        var large = $$"""{"title":"{{new string('x', 1 << 20)}}"}""";
        var told = await Api.PostAsync("/v3/sessions", large);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (told.Status, told.Code));
        var chunked = await Api.SendAsync(HttpMethod.Post, "/v3/sessions", large, static request => request.Headers.TransferEncodingChunked = true);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (chunked.Status, chunked.Code));
    }

    [Fact]
    public async Task A_message_that_no_process_could_be_told_is_refused_before_it_is_queued()
    {
        var id = await Api.CreateAsync();
        // The body is small enough; as JSON for the agent each of these takes six bytes.
        var content = new string('<', 900_000);
        var reply = await Api.PostAsync($"/v3/sessions/{id}/turns", $$"""{"content":"{{content}}"}""");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "message_too_long"), (reply.Status, reply.Code));
        Assert.NotEmpty(reply.Json.GetProperty("error").GetProperty("fix").GetString()!);
        Assert.Equal("idle", (await Api.SessionAsync(id)).GetProperty("status").GetString());
        var turn = await Api.ScriptAsync(id, "say well");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
    }

    [Fact]
    public async Task Json_that_is_a_bomb_is_refused()
    {
        foreach (var bomb in (string[])[
            string.Concat(Enumerable.Repeat("{\"metadata\":", 65)) + "1" + new string('}', 65),
            new string('[', 65) + new string(']', 65), new string('[', 500_000),
            $$"""{"x":{{new string('[', 40)}}{{new string(']', 40)}}}""",
            """{"title":"a","title":"b"}""", """{"title":"a","Title":"b"}""",
            $$"""{"metadata":[{{string.Join(',', Enumerable.Repeat("1", 500_000))}}]}"""])
        {
            var reply = await Api.PostAsync("/v3/sessions", bomb);
            Assert.True(reply is { Status: HttpStatusCode.BadRequest, Code: "bad_json" }, $"{bomb.Length} characters: {reply.Text}");
            Assert.True(reply.Text.Length < 1000, reply.Text);
        }
        // What a later client may know is not looked into, however long it is; nothing of it is kept.
        var unknown = await Api.PostAsync("/v3/sessions", $$"""{"later":[{{string.Join(',', Enumerable.Repeat("1", 500_000))}}]}""");
        Assert.Equal(HttpStatusCode.Created, unknown.Status);
        Assert.True(unknown.Text.Length < 2000);
    }
}
