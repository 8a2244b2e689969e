using System.Net;
using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class QuestionTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task What_the_owner_chooses_is_what_the_agent_hears()
    {
        var (id, turn, question) = await AskAsync("AskUserQuestion", Choices("Which way?", multiSelect: false));
        var shown = (await Api.GetAsync($"/v3/permissions/{question}")).Json;
        Assert.Equal("choice", shown.GetProperty("kind").GetString());
        var asked = Assert.Single(shown.GetProperty("questions").EnumerateArray());
        Assert.Equal("Which way?", asked.GetProperty("question").GetString());
        Assert.Equal(["Left", "Right"], asked.GetProperty("options").EnumerateArray().Select(static option => option.GetProperty("label").GetString()));

        await ResolveAsync(id, question, """{"answers":{"Which way?":"Right"}}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Contains("\"Which way?\"=\"Right\"", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_may_be_chosen_where_several_are_asked_for()
    {
        var (id, turn, question) = await AskAsync("AskUserQuestion", Choices("Which ways?", multiSelect: true));
        await ResolveAsync(id, question, """{"decision":"allow","answers":{"Way":["Left","Right"]}}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Contains("\"Which ways?\"=\"Left, Right\"", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yes_alone_is_no_answer_to_a_choice_and_the_refusal_says_how_to_answer()
    {
        var (id, turn, question) = await AskAsync("AskUserQuestion", Choices("Which way?", multiSelect: false));
        var refused = await Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", """{"decision":"allow"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "answers_needed"), (refused.Status, refused.Code));
        Assert.Contains("\"Which way?\": Left, Right", refused.Json.GetProperty("error").GetProperty("fix").GetString(), StringComparison.Ordinal);
        await ResolveAsync(id, question, """{"answers":{"Which way?":"Straight on, and then we see"}}""");
        await Api.EndAsync(id, turn);
        Assert.Contains("Straight on, and then we see", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_approved_or_comes_back_with_what_is_to_change()
    {
        var (id, turn, question) = await AskAsync("ExitPlanMode", """{"plan":"first this, then that"}""", """{"agent":"planner"}""");
        Assert.Equal("plan", (await Api.GetAsync($"/v3/permissions/{question}")).Json.GetProperty("kind").GetString());
        await ResolveAsync(id, question, """{"decision":"deny","reason":"that first"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Contains("that first", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);

        var second = await Api.SubmitAsync(id, """[[tool:ExitPlanMode:{"plan":"that, then this"}]]""");
        await ResolveAsync(id, await Api.QuestionAsync(id), """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, second)).Event);
        var tools = (await Api.EventsAsync(id)).Where(static happened => happened.Event == "tool.end");
        Assert.Equal([false, true], tools.Select(static tool => tool.Payload.GetProperty("ok").GetBoolean()));
        // It goes on to do what was planned, and so would its next process.
        Assert.Equal("manual", (await Api.SessionAsync(id)).Text("permissionMode"));
    }

    [Fact]
    public async Task Input_that_the_owner_changed_is_what_runs()
    {
        var (asked, changed) = (Path.Combine(steward.Workspace, "asked"), Path.Combine(steward.Workspace, "changed"));
        var (id, turn, question) = await AskAsync("Bash", JsonSerializer.Serialize(new { command = $"touch {asked}" }));
        await ResolveAsync(id, question, JsonSerializer.Serialize(new { decision = "allow", updatedInput = new { command = $"touch {changed}" } }));
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal((false, true), (File.Exists(asked), File.Exists(changed)));
        var recorded = (await Api.EventsAsync(id)).Single(static happened => happened.Event == "permission.resolved").Payload;
        Assert.Equal($"touch {changed}", recorded.GetProperty("updatedInput").GetProperty("command").GetString());
    }

    [Fact]
    public async Task A_denial_can_end_the_turn_and_the_session_goes_on()
    {
        var file = Path.Combine(steward.Workspace, "never");
        var (id, turn, question) = await AskAsync("Bash", JsonSerializer.Serialize(new { command = $"touch {file}" }));
        await ResolveAsync(id, question, """{"decision":"deny","reason":"stop here","endTurn":true}""");
        var end = await Api.EndAsync(id, turn);
        Assert.Equal(("session.cancelled", "stop here"), (end.Event, end.Payload.GetProperty("reason").GetString()));
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:still here]]"))).Event);
        Assert.Equal(pid, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
        Assert.False(File.Exists(file));
    }

    private static string Choices(string question, bool multiSelect) => JsonSerializer.Serialize(new
    {
        questions = new[]
        {
            new
            {
                question, header = "Way", multiSelect,
                options = new[] { new { label = "Left", description = "by the river" }, new { label = "Right", description = "over the hill" } },
            },
        },
    });

    private async Task<(string Session, string Turn, string Question)> AskAsync(string tool, string input, string session = "{}")
    {
        var id = await Api.CreateAsync(session);
        var turn = await Api.SubmitAsync(id, $"[[tool:{tool}:{input}]]");
        return (id, turn, await Api.QuestionAsync(id));
    }

    private async Task ResolveAsync(string session, string question, string answer)
    {
        var reply = await Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", answer);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
    }
}
