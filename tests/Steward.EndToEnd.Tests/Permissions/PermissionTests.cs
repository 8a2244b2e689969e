using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Permissions;

public sealed class PermissionTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Theory]
    [InlineData("/v3/sessions/{0}/permission-requests/{1}/resolve")]
    [InlineData("/v3/sessions/{0}/permissions/{1}")]
    public async Task What_is_allowed_runs_and_the_event_names_who_decided(string path)
    {
        var (id, turn, question) = await AskAsync("echo allowed > out.txt");
        var reply = await Api.PostAsync(string.Format(path, id, question), """{"decision":"allow","remember":false,"decidedBy":"tester"}""");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var resolved = await Api.EventAsync(id, "permission.resolved");
        Assert.Equal(("allow", "tester"), (resolved.Payload.GetProperty("decision").GetString(), resolved.Payload.GetProperty("decidedBy").GetString()));
        Assert.True(File.Exists(await FileAsync(id, "out.txt")));
    }

    [Fact]
    public async Task What_is_denied_does_not_run()
    {
        var (id, turn, question) = await AskAsync("echo denied > denied.txt");
        Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(id, question, """{"decision":"deny"}""")).Status);
        await Api.EndAsync(id, turn);
        Assert.False(File.Exists(await FileAsync(id, "denied.txt")));
        Assert.DoesNotContain(await Api.EventsAsync(id), static happened => happened.Event == "tool.start");
    }

    [Fact]
    public async Task What_is_remembered_is_not_asked_again_in_that_session()
    {
        var (id, turn, question) = await AskAsync("echo again");
        await ResolveAsync(id, question, """{"decision":"allow","remember":true}""");
        await Api.EndAsync(id, turn);
        var second = await Api.ScriptAsync(id, "ask bash echo again");
        Assert.Equal("turn.done", (await Api.EndAsync(id, second)).Event);
        var decided = (await Api.EventsAsync(id)).Where(static happened => happened.Event == "permission.resolved").ToList();
        Assert.Equal(["owner", "rule"], decided.Select(static happened => happened.Payload.GetProperty("decidedBy").GetString()));
        var (other, _, open) = await AskAsync("echo again");
        await ResolveAsync(other, open, """{"decision":"deny"}""");
    }

    [Fact]
    public async Task A_question_that_nobody_answers_is_denied_at_its_deadline()
    {
        var id = await Api.CreateAsync("""{"permissionTimeoutMs":200}""");
        var turn = await Api.ScriptAsync(id, "ask bash echo late > late.txt");
        await Api.EndAsync(id, turn);
        Assert.False(File.Exists(await FileAsync(id, "late.txt")));
        var resolved = (await Api.EventAsync(id, "permission.resolved")).Payload;
        Assert.Equal(("deny", "deadline"), (resolved.GetProperty("decision").GetString(), resolved.GetProperty("decidedBy").GetString()));
    }

    [Fact]
    public async Task A_headless_session_is_decided_by_policy_at_once()
    {
        var id = await Api.CreateAsync("""{"headless":true}""");
        await Api.EndAsync(id, await Api.ScriptAsync(id, "ask bash echo never"));
        Assert.Equal("policy", (await Api.EventAsync(id, "permission.resolved")).Payload.GetProperty("decidedBy").GetString());
    }

    [Fact]
    public async Task A_late_answer_is_a_conflict_that_tells_the_outcome()
    {
        var (id, turn, question) = await AskAsync("echo once");
        var first = await ResolveAsync(id, question, """{"decision":"deny","decidedBy":"first"}""");
        var late = await ResolveAsync(id, question, """{"decision":"allow"}""");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (first.Status, late.Status));
        Assert.True(late.Json.GetProperty("conflict").GetBoolean());
        Assert.Equal(("deny", "first"), (late.Json.GetProperty("decision").GetString(), late.Json.GetProperty("decidedBy").GetString()));
        await Api.EndAsync(id, turn);
        Assert.Equal(HttpStatusCode.NotFound, (await ResolveAsync(id, "perm_unknown", """{"decision":"allow"}""")).Status);
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_counts()
    {
        var (id, turn, question) = await AskAsync("echo race");
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            ResolveAsync(id, question, $$"""{"decision":"{{(n % 2 == 0 ? "allow" : "deny")}}","decidedBy":"n{{n}}"}""")));
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.OK);
        Assert.Equal(19, replies.Count(static reply => reply.Status == HttpStatusCode.Conflict));
        await Api.EndAsync(id, turn);
        Assert.Single(await Api.EventsAsync(id), static happened => happened.Event == "permission.resolved");
    }

    [Fact]
    public async Task The_question_shows_the_exact_input_and_its_deadline()
    {
        var (id, turn, question) = await AskAsync("echo 'exact  bytes'");
        var shown = (await Api.GetAsync("/v3/permissions")).Json.EnumerateArray().Single(open => open.GetProperty("requestId").GetString() == question);
        Assert.Equal((id, turn, "bash"), (shown.GetProperty("sessionId").GetString(), shown.GetProperty("turnId").GetString(), shown.GetProperty("toolName").GetString()));
        Assert.Equal("echo 'exact  bytes'", shown.GetProperty("args").GetProperty("command").GetString());
        Assert.Equal(30, (shown.GetProperty("deadline").GetDateTimeOffset() - shown.GetProperty("requestedAt").GetDateTimeOffset()).TotalSeconds, 1.0);
        Assert.Equal(1, (await Api.SessionAsync(id)).GetProperty("pendingPermissions").GetInt32());
        await ResolveAsync(id, question, """{"decision":"deny"}""");
        await Api.EndAsync(id, turn);
    }

    [Fact]
    public async Task A_question_is_answered_over_a_websocket_too()
    {
        var id = await Api.CreateAsync();
        using var socket = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        await socket.SendAsync(new { type = "turn.submit", clientId = "c", writerId = "w", sessionId = id, content = "#script\nask bash echo ws", mode = "chat" });
        var asked = (await socket.UntilAsync("permission.request"))[^1].Payload.GetProperty("requestId").GetString();
        await socket.SendAsync(new { type = "permission.resolve", sessionId = id, requestId = asked, decision = "allow", decidedBy = "socket" });
        var events = await socket.UntilAsync(SessionApi.StopEvents);
        Assert.Equal("turn.done", events[^1].Event);
        Assert.Equal("socket", events.Single(static e => e.Event == "permission.resolved").Payload.GetProperty("decidedBy").GetString());
        await socket.SendAsync(new { type = "permission.resolve", sessionId = id, requestId = asked, decision = "deny" });
        Assert.Equal("turn.submit", (await socket.AnswerAsync()).GetProperty("action").GetString());
        Assert.True((await socket.AnswerAsync()).GetProperty("ok").GetBoolean());
        Assert.Equal("already_resolved", (await socket.AnswerAsync()).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{"decision":"maybe"}""", "bad_decision")]
    [InlineData("", "no_decision")]
    [InlineData("""{"decision":"allow","requestId":"perm_other"}""", "other_request")]
    [InlineData("""{"decision":7}""", "bad_json")]
    public async Task An_answer_that_is_none_is_refused_and_changes_nothing(string body, string code)
    {
        var (id, turn, question) = await AskAsync("echo open");
        var reply = await ResolveAsync(id, question, body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (reply.Status, reply.Code));
        Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(id, question, """{"decision":"deny"}""")).Status);
        await Api.EndAsync(id, turn);
    }

    private async Task<(string Session, string Turn, string Question)> AskAsync(string command)
    {
        var id = await Api.CreateAsync();
        var turn = await Api.ScriptAsync(id, $"ask bash {command}");
        return (id, turn, await Api.QuestionAsync(id));
    }

    private Task<Reply> ResolveAsync(string session, string question, string json) =>
        Api.PostAsync($"/v3/sessions/{session}/permission-requests/{question}/resolve", json);

    private async Task<string> FileAsync(string session, string name) =>
        Path.Combine((await Api.SessionAsync(session)).GetProperty("directory").GetString()!, name);
}
