using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Permissions;

public sealed class ChoiceTests(ChoiceTests.AllAllowed steward) : IClassFixture<ChoiceTests.AllAllowed>
{
    /// <summary>Nothing is asked here but what only its owner can say.</summary>
    public sealed class AllAllowed : StewardUnderTest
    {
        protected override string AgentSettings => "\"permissions\": { \"allow\": [\"*\"] }";
    }

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_choice_is_asked_whatever_the_rules_allow_and_answered_with_an_option()
    {
        var (id, turn, question) = await AskAsync("choose Which colour? | red | green");
        var shown = (await Api.GetAsync($"/v3/permissions/{question}")).Json;
        Assert.Equal("choice", shown.GetProperty("kind").GetString());
        Assert.Equal(["red", "green"], shown.GetProperty("questions")[0].GetProperty("options").EnumerateArray().Select(static option => option.GetProperty("label").GetString()));
        var answered = await ResolveAsync(id, question, """{"answers":{"Which colour?":"green"}}""");
        Assert.Equal((HttpStatusCode.OK, "green"), (answered.Status, answered.Json.GetProperty("answers").GetProperty("Which colour?")[0].GetString()));
        await Api.EndAsync(id, turn);
        Assert.Equal("You chose green.", (await Api.EventsAsync(id)).Text("turn.message"));
        Assert.Equal("green", (await Api.EventAsync(id, "permission.resolved")).Payload.GetProperty("answers").GetProperty("Which colour?")[0].GetString());
    }

    [Fact]
    public async Task A_plan_is_approved_by_its_owner_alone()
    {
        var (id, turn, question) = await AskAsync("plan first this and then that");
        Assert.Equal("plan", (await Api.GetAsync($"/v3/permissions/{question}")).Json.GetProperty("kind").GetString());
        Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(id, question, """{"decision":"allow","remember":"agent"}""")).Status);
        await Api.EndAsync(id, turn);
        Assert.Equal("You approved the plan.", (await Api.EventsAsync(id)).Text("turn.message"));
        var resolved = (await Api.EventAsync(id, "permission.resolved")).Payload;
        Assert.False(resolved.TryGetProperty("remembered", out _));
        Assert.Contains("each time", resolved.GetProperty("notRemembered").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("choose Which? | a | b")]
    [InlineData("plan this")]
    public async Task Nobody_being_there_they_are_denied_at_once(string script)
    {
        var id = await Api.CreateAsync("""{"headless":true}""");
        await Api.EndAsync(id, await Api.ScriptAsync(id, script));
        var (asked, resolved) = (await Api.EventAsync(id, "permission.request"), await Api.EventAsync(id, "permission.resolved"));
        Assert.Equal(("deny", "policy"), (resolved.Payload.GetProperty("decision").GetString(), resolved.Payload.GetProperty("decidedBy").GetString()));
        Assert.Equal(asked.Seq + 1, resolved.Seq);
    }

    [Theory]
    [InlineData("""{"decision":"allow"}""", "answers_needed")]
    [InlineData("""{"approved":true}""", "answers_needed")]
    [InlineData("""{"answers":{}}""", "bad_answers")]
    [InlineData("""{"answers":{"Which colour?":" "}}""", "bad_answers")]
    [InlineData("""{"answers":{"Which colour?":["red","green"]}}""", "bad_answers")]
    [InlineData("""{"answers":{"Which colour?":"red","Which size?":"large"}}""", "bad_answers")]
    [InlineData("""{"answers":{"Which colour?":7}}""", "bad_json")]
    [InlineData("""{"answers":"red"}""", "bad_json")]
    [InlineData("""{"decision":"deny","answers":{"Which colour?":"red"}}""", "bad_answer")]
    [InlineData("""{"decision":"allow","updatedInput":{},"answers":{"Which colour?":"red"}}""", "bad_answer")]
    [InlineData("""{"decision":"allow","remember":"for ever","answers":{"Which colour?":"red"}}""", "bad_remember")]
    public async Task What_answers_nothing_is_refused_with_a_reason_and_the_question_stays_open(string body, string code)
    {
        var (id, turn, question) = await AskAsync("choose Which colour? | red | green");
        var refused = await ResolveAsync(id, question, body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(id, question, """{"answers":{"Which colour?":"none of them"}}""")).Status);
        await Api.EndAsync(id, turn);
        Assert.Equal("You chose none of them.", (await Api.EventsAsync(id)).Text("turn.message"));
    }

    [Fact]
    public async Task A_choice_is_made_over_a_websocket_too()
    {
        var id = await Api.CreateAsync();
        using var socket = await SocketClient.OpenAsync(Api, $"?sessionId={id}&afterSeq=0");
        await socket.SendAsync(new { type = "turn.submit", sessionId = id, content = "#script\nchoose Which? | a | b" });
        var asked = (await socket.UntilAsync("permission.request"))[^1].Payload.GetProperty("requestId").GetString();
        await socket.SendAsync(new { type = "permission.resolve", sessionId = id, requestId = asked, answers = new Dictionary<string, string> { ["Which?"] = "b" } });
        await socket.UntilAsync(SessionApi.StopEvents);
        Assert.Equal("turn.submit", (await socket.AnswerAsync()).GetProperty("action").GetString());
        Assert.Equal("b", (await socket.AnswerAsync()).GetProperty("outcome").GetProperty("answers").GetProperty("Which?")[0].GetString());
    }

    [Fact]
    public async Task The_command_line_shows_what_is_to_be_chosen_and_takes_a_number()
    {
        var (id, turn, question) = await AskAsync("choose Which colour? | red | green");
        var shown = await steward.RunAsync("permissions", "show", question);
        Assert.Contains("1) red", shown.Out, StringComparison.Ordinal);
        var refused = await steward.RunAsync("permissions", "allow", question);
        Assert.Contains("Which colour?", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, refused.ExitCode);
        var answered = await steward.RunAsync("permissions", "answer", question, "--choose", "2");
        Assert.True(answered.ExitCode == 0, answered.Error);
        await Api.EndAsync(id, turn);
        Assert.Equal("You chose green.", (await Api.EventsAsync(id)).Text("turn.message"));
    }

    private async Task<(string Session, string Turn, string Question)> AskAsync(string script)
    {
        var id = await Api.CreateAsync();
        return (id, await Api.ScriptAsync(id, script), await Api.QuestionAsync(id));
    }

    private Task<Reply> ResolveAsync(string session, string question, string json) => Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", json);
}
