using System.Net;
using System.Text.Json;
using Steward.ClaudeCode.Tests.StandIn;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>A server of tools asks its user to fill in a form, or to open an address.</summary>
public sealed class FormTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private const string Order = """
        {"message":"What shall it be?","requestedSchema":{"type":"object","properties":{
          "name":{"type":"string","title":"Your name","maxLength":20},
          "cups":{"type":"integer","minimum":1,"maximum":3},
          "milk":{"type":"boolean","default":true},
          "kind":{"type":"string","enum":["tea","coffee"]}},"required":["name","cups","kind"]}}
        """;

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task What_the_owner_fills_in_reaches_the_server_as_it_asked_for_it()
    {
        var (id, turn, question) = await AskAsync(Order);
        var shown = (await Api.GetAsync($"/v3/permissions/{question}")).Json;
        Assert.Equal(("form", "mcp__asker", "What shall it be?"), (shown.Text("kind"), shown.Text("toolName"), shown.Text("description")));
        Assert.Equal(["Your name", "cups", "milk", "kind"], shown.GetProperty("questions").EnumerateArray().Select(static field => field.Text("question")));

        await ResolveAsync(id, question, """{"answers":{"name":"Lee","cups":"2","kind":"tea"}}""", HttpStatusCode.OK);
        Assert.Equal("""the form: accept {"name":"Lee","cups":2,"milk":true,"kind":"tea"}""", await ToolResultAsync(id, turn));
    }

    [Fact]
    public async Task What_does_not_fit_its_field_is_refused_and_the_form_waits_on()
    {
        var (id, turn, question) = await AskAsync(Order);
        var refused = await ResolveAsync(id, question, """{"answers":{"name":"Lee","cups":"4","kind":"tea"}}""", HttpStatusCode.BadRequest);
        Assert.Equal("bad_answers", refused.Code);
        Assert.Contains("\"cups\" takes 1 to 3", refused.Text.Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("answers_needed", (await ResolveAsync(id, question, """{"decision":"allow"}""", HttpStatusCode.BadRequest)).Code);
        var answered = await steward.RunAsync("permissions", "answer", question, "--choose", "Your name=Lee", "--choose", "cups=3", "--choose", "kind=2", "--choose", "milk=no");
        Assert.True(answered.ExitCode == 0, answered.Error);
        Assert.Equal("""the form: accept {"name":"Lee","cups":3,"milk":false,"kind":"coffee"}""", await ToolResultAsync(id, turn));
    }

    [Fact]
    public async Task An_address_is_shown_whole_and_yes_says_that_its_owner_opens_it()
    {
        var (id, turn, question) = await AskAsync("""{"mode":"url","message":"Log in there.","url":"https://example.com/login?a=b","elicitationId":"e1"}""");
        var shown = await steward.RunAsync("permissions", "show", question);
        Assert.Contains("mcp__asker asks you to open an address", shown.Out, StringComparison.Ordinal);
        Assert.Contains("    https://example.com/login?a=b\n    an address of example.com", shown.Out, StringComparison.Ordinal);
        await ResolveAsync(id, question, """{"decision":"allow"}""", HttpStatusCode.OK);
        Assert.Equal("the form: accept", await ToolResultAsync(id, turn));
    }

    [Fact]
    public async Task Yes_to_everything_is_no_yes_to_it()
    {
        await ConnectAsync();
        const string link = """{"mode":"url","message":"Log in there.","url":"https://example.com/login","elicitationId":"e2"}""";
        var run = steward.RunAsync("do", "--yes", "--name", "yes", $"[[tool:mcp__asker__ask:{link}]]");
        var question = await Eventually.Async(async () => (await Api.GetAsync("/v3/permissions")).Json.EnumerateArray()
            .Where(static question => question.Text("kind") is "link").Select(static question => question.Text("requestId")).FirstOrDefault(), "The address");
        await ResolveAsync("yes", question!, """{"decision":"deny"}""", HttpStatusCode.OK);
        var ran = await run;
        Assert.Contains($"mcp__asker asks you to open an address: steward permissions show {question}", ran.Error, StringComparison.Ordinal);
        Assert.Contains("the form: decline", ran.Out + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_declined_when_its_owner_or_a_rule_says_no()
    {
        var (id, turn, question) = await AskAsync(Order);
        await ResolveAsync(id, question, """{"decision":"deny"}""", HttpStatusCode.OK);
        Assert.Equal("the form: decline", await ToolResultAsync(id, turn));

        await RuleAsync(id, "allow", "mcp__asker__ask");
        await RuleAsync(id, "deny", "mcp__asker");
        Assert.Equal("the form: decline", await ToolResultAsync(id, await Api.SubmitAsync(id, $"[[tool:mcp__asker__ask:{Order}]]")));
    }

    [Fact]
    public async Task It_is_declined_when_nobody_answers_in_time_and_no_rule_that_allows_answers_it()
    {
        await ConnectAsync();
        var id = await Api.CreateAsync("""{"permissionTimeoutMs":200}""");
        await RuleAsync(id, "allow", "mcp__asker__ask");
        await RuleAsync(id, "allow", "mcp__asker");
        Assert.Equal("the form: decline", await ToolResultAsync(id, await Api.SubmitAsync(id, $"[[tool:mcp__asker__ask:{Order}]]")));
        Assert.Equal("deadline", (await Api.EventsAsync(id)).Last(static happened => happened.Event == "permission.resolved").Payload.Text("decidedBy"));
    }

    [Fact]
    public async Task A_no_that_ends_the_turn_ends_it_and_the_session_goes_on()
    {
        var (id, turn, question) = await AskAsync(Order);
        await ResolveAsync(id, question, """{"decision":"deny","endTurn":true,"reason":"not that"}""", HttpStatusCode.OK);
        Assert.Equal("session.cancelled", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:still here]]"))).Event);
    }

    [Fact]
    public async Task It_is_withdrawn_with_its_turn()
    {
        var (id, turn, question) = await AskAsync(Order);
        await Api.PostAsync($"/v3/sessions/{id}/cancel");
        await Api.EndAsync(id, turn);
        var resolved = (await Api.EventsAsync(id)).Last(static happened => happened.Event == "permission.resolved").Payload;
        Assert.Equal((question, "withdrawn"), (resolved.Text("requestId"), resolved.Text("decision")));
    }

    [Fact]
    public async Task One_that_cannot_be_shown_is_declined_with_an_event_that_says_why_and_the_turn_goes_on()
    {
        var fields = string.Join(',', Enumerable.Range(1, 41).Select(static number => $$"""  "f{{number}}":{"type":"string"}  """));
        var (id, turn) = await BeginAsync($$$$"""{"message":"Who are you?","requestedSchema":{"type":"object","properties":{ {{{{fields}}}} } } }""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var events = await Api.EventsAsync(id);
        var declined = events.Single(static happened => happened.Event == "agent.declined").Payload;
        Assert.Equal("elicitation", declined.Text("asked"));
        Assert.Contains("it has more than 40 fields", declined.Text("reason"), StringComparison.Ordinal);
        Assert.Equal("the form: decline", events.Single(static happened => happened.Event == "tool.end").Payload.Text("result"));
    }

    private async Task<(string Session, string Turn, string Question)> AskAsync(string form)
    {
        var (id, turn) = await BeginAsync(form);
        return (id, turn, await Eventually.Async(async () => (await Api.GetAsync($"/v3/sessions/{id}/permissions")).Json.EnumerateArray()
            .Where(static question => question.Text("kind") is "form" or "link").Select(static question => question.Text("requestId")).FirstOrDefault(), "The form") ?? "");
    }

    /// <summary>The tool is allowed; what it asks for comes then.</summary>
    private async Task<(string Session, string Turn)> BeginAsync(string form)
    {
        await ConnectAsync();
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $"[[tool:mcp__asker__ask:{form}]]");
        await ResolveAsync(id, await Api.QuestionAsync(id), """{"decision":"allow"}""", HttpStatusCode.OK);
        return (id, turn);
    }

    private Task ConnectAsync() => File.WriteAllTextAsync(
        Path.Combine(steward.ClaudeHome, ".claude.json"),
        JsonSerializer.Serialize(new { mcpServers = new { asker = new { type = "stdio", command = Environment.ProcessPath, args = new[] { FormServer.Flag } } } }),
        TestContext.Current.CancellationToken);

    private async Task RuleAsync(string session, string verdict, string rule)
    {
        var reply = await Api.PostAsync("/v3/permission-rules", $$"""{"verdict":"{{verdict}}","rule":"{{rule}}","session":"{{session}}"}""");
        Assert.True(reply.Status == HttpStatusCode.Created, reply.Text);
    }

    private async Task<Reply> ResolveAsync(string session, string question, string answer, HttpStatusCode status)
    {
        var reply = await Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", answer);
        Assert.True(reply.Status == status, reply.Text);
        return reply;
    }

    private async Task<string> ToolResultAsync(string session, string turn)
    {
        Assert.Equal("turn.done", (await Api.EndAsync(session, turn)).Event);
        return (await Api.EventsAsync(session)).Last(static happened => happened.Event == "tool.end").Payload.Text("result");
    }
}
