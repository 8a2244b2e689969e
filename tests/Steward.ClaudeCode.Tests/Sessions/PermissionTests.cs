using System.Net;
using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class PermissionTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task What_is_allowed_runs_exactly_as_it_was_asked()
    {
        var file = Path.Combine(steward.Workspace, "allowed");
        var (id, turn) = await AskToTouchAsync(file);
        var question = await Api.QuestionAsync(id);
        var asked = (await Api.EventsAsync(id)).Single(static happened => happened.Event == "permission.request");
        Assert.Equal("Bash", asked.Payload.GetProperty("toolName").GetString());
        Assert.Equal($"touch {file}", asked.Payload.GetProperty("args").GetProperty("command").GetString());
        Assert.False(File.Exists(file));

        await ResolveAsync(id, question, """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.True(File.Exists(file));
        var events = await Api.EventsAsync(id);
        Assert.Equal("Bash", events.Single(static happened => happened.Event == "tool.start").Payload.GetProperty("toolName").GetString());
        Assert.True(events.Single(static happened => happened.Event == "tool.end").Payload.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task What_is_denied_does_not_run_and_the_agent_hears_why()
    {
        var file = Path.Combine(steward.Workspace, "denied");
        var (id, turn) = await AskToTouchAsync(file);
        await ResolveAsync(id, await Api.QuestionAsync(id), """{"decision":"deny","reason":"not on a Saturday"}""");

        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.False(File.Exists(file));
        Assert.Contains("not on a Saturday", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_daemon_keeps_of_the_agent_is_not_its_tools_to_write()
    {
        var file = Path.Combine(steward.Home.AgentHome("claude"), ".meta", "planted.json");
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $"[[tool:Write:{JsonSerializer.Serialize(new { file_path = file, content = "nobody" })}]]");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        var resolved = (await Api.EventsAsync(id)).Single(static happened => happened.Event == "permission.resolved").Payload;
        Assert.Equal(("deny", "rule"), (resolved.Text("decision"), resolved.Text("decidedBy")));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Of_twenty_answers_at_once_one_counts_and_what_runs_is_what_it_says()
    {
        const string allow = """{"decision":"allow"}""", deny = """{"decision":"deny"}""";
        var file = Path.Combine(steward.Workspace, "twenty");
        var (id, turn) = await AskToTouchAsync(file);
        var (question, elsewhere) = (await Api.QuestionAsync(id), await Api.CreateAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await Api.PostAsync($"/v3/sessions/{elsewhere}/permissions/{question}", allow)).Status);
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", n % 2 == 0 ? allow : deny)));

        Assert.Equal(19, replies.Count(static reply => reply.Status == HttpStatusCode.Conflict));
        var decision = Assert.Single(replies, static reply => reply.Status == HttpStatusCode.OK).Json.Text("decision");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal(decision == "allow", File.Exists(file));
        Assert.Equal(HttpStatusCode.Conflict, (await Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", allow)).Status);
        Assert.Equal(decision, (await Api.EventsAsync(id)).Single(static happened => happened.Event == "permission.resolved").Payload.Text("decision"));
    }

    [Fact]
    public async Task A_question_is_taken_back_when_its_turn_is_stopped()
    {
        var file = Path.Combine(steward.Workspace, "stopped");
        var (id, turn) = await AskToTouchAsync(file);
        await Api.QuestionAsync(id);
        await Api.PostAsync($"/v3/sessions/{id}/cancel");

        Assert.Equal("session.cancelled", (await Api.EndAsync(id, turn)).Event);
        var resolved = (await Api.EventsAsync(id)).Single(static happened => happened.Event == "permission.resolved");
        Assert.Equal("withdrawn", resolved.Payload.GetProperty("decision").GetString());
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:still here]]"))).Event);
        Assert.False(File.Exists(file));
    }

    private async Task<(string Session, string Turn)> AskToTouchAsync(string file)
    {
        var id = await Api.CreateAsync();
        var input = JsonSerializer.Serialize(new { command = $"touch {file}", description = "make a file" });
        return (id, await Api.SubmitAsync(id, $"[[tool:Bash:{input}]]"));
    }

    private async Task ResolveAsync(string session, string question, string decision)
    {
        var reply = await Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", decision);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
    }
}
