using System.Net;
using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class ChoiceTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private const string Small = "claude-haiku-4-5";

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_model_is_chosen_for_a_session_and_changed_while_its_process_runs()
    {
        var id = await Api.CreateAsync($$"""{"model":"{{Small}}"}""");
        await DoneAsync(id, "[[text:from the small one]]");
        Assert.Equal(Small, (await steward.ArgumentsAsync(id)).SkipWhile(static word => word != "--model").ElementAt(1));
        var pid = await PidAsync(id);
        await ChooseAsync(id, """{"model":"claude-opus-5-5"}""");
        await DoneAsync(id, "[[text:from the large one]]");

        Assert.Equal(pid, await PidAsync(id));
        Assert.Equal((Small, "claude-opus-5-5"), (ModelOf("from the small one"), ModelOf("from the large one")));
        Assert.Equal("claude-opus-5-5", (await Api.SessionAsync(id)).GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_permission_mode_is_changed_while_the_process_runs_and_holds_at_once()
    {
        var file = Path.Combine(steward.Workspace, "chosen");
        var touch = $"[[tool:Bash:{JsonSerializer.Serialize(new { command = $"touch {file}", description = "make a file" })}]]";
        var id = await Api.CreateAsync("""{"permissionMode":"dontAsk"}""");
        await DoneAsync(id, touch);
        Assert.False(File.Exists(file));
        Assert.DoesNotContain(await Api.EventsAsync(id), static happened => happened.Event == "permission.request");

        await ChooseAsync(id, """{"permissionMode":"default"}""");
        Assert.Equal("manual", (await Api.SessionAsync(id)).GetProperty("permissionMode").GetString());
        var turn = await Api.SubmitAsync(id, touch);
        await Api.PostAsync($"/v3/sessions/{id}/permissions/{await Api.QuestionAsync(id)}", """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task What_the_process_refuses_is_told_with_its_reason_and_what_was_before_holds()
    {
        var id = await Api.CreateAsync($$"""{"model":"{{Small}}","permissionMode":"plan"}""");
        await DoneAsync(id, "[[text:up]]");
        var refused = await Api.PatchAsync($"/v3/sessions/{id}", """{"permissionMode":"auto"}""");

        Assert.Equal((HttpStatusCode.Conflict, "choice_refused"), (refused.Status, refused.Code));
        Assert.Contains("auto mode unavailable", refused.Text, StringComparison.Ordinal);
        Assert.Equal("plan", (await Api.SessionAsync(id)).GetProperty("permissionMode").GetString());
        await DoneAsync(id, "[[text:still up]]");
    }

    [Fact]
    public async Task What_was_chosen_without_a_process_is_what_the_next_one_begins_with()
    {
        var id = await Api.CreateAsync();
        await ChooseAsync(id, """{"permissionMode":"acceptEdits"}""");
        await DoneAsync(id, "[[text:up]]");
        Assert.Equal("acceptEdits", (await steward.ArgumentsAsync(id)).SkipWhile(static word => word != "--permission-mode").ElementAt(1));
    }

    [Fact]
    public async Task A_session_has_a_prompt_and_folders_of_its_own_and_a_copy_of_it_has_them_too()
    {
        var more = Directory.CreateTempSubdirectory("steward-more-").FullName;
        var id = await Api.CreateAsync(JsonSerializer.Serialize(new { systemPrompt = "Speak as a gardener.", directories = new[] { more } }));
        foreach (var session in (string[])[id, (await ForkAsync(id)).Text("id")])
        {
            var turn = await Api.SubmitAsync(session, "[[told:Speak as a gardener.]]");
            Assert.Equal("turn.done", (await Api.EndAsync(session, turn)).Event);
            Assert.Equal("was told", (await Api.EventsAsync(session)).Where(happened => happened.Turn == turn).Text("turn.message"));
            var arguments = await steward.ArgumentsAsync(session);
            Assert.Equal(more, arguments.SkipWhile(static word => word != "--add-dir").ElementAt(1));
            Assert.DoesNotContain(arguments, static word => word.Contains("gardener", StringComparison.Ordinal));
        }
        var other = await Api.CreateAsync();
        await DoneAsync(other, "[[told:gardener]]");
        Assert.Equal("was not told", (await Api.EventsAsync(other)).Text("turn.message"));

        var file = Path.Combine(steward.Home.AgentHome("claude"), ".meta", $"prompt-{id}.md");
        Assert.True(File.Exists(file));
        await Api.SendAsync(HttpMethod.Delete, $"/v3/sessions/{id}");
        Assert.False(File.Exists(file));
        Directory.Delete(more, recursive: true);
    }

    private async Task<JsonElement> ForkAsync(string session)
    {
        await DoneAsync(session, "[[text:something to copy]]");
        return (await Api.PostAsync($"/v3/sessions/{session}/fork", "{}")).Json;
    }

    private async Task<int> PidAsync(string session) => (await Api.SessionAsync(session)).GetProperty("pid").GetInt32();

    private async Task DoneAsync(string session, string message) =>
        Assert.Equal("turn.done", (await Api.EndAsync(session, await Api.SubmitAsync(session, message))).Event);

    private async Task ChooseAsync(string session, string choice)
    {
        var reply = await Api.PatchAsync($"/v3/sessions/{session}", choice);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
    }

    /// <summary>Which model wrote an answer, as the conversation's file says it.</summary>
    private string? ModelOf(string answer) => steward.Transcript().Select(static record => JsonDocument.Parse(record).RootElement)
        .Where(record => record.GetProperty("type").GetString() == "assistant" && record.GetRawText().Contains(answer, StringComparison.Ordinal))
        .Select(static record => record.GetProperty("message").GetProperty("model").GetString()).FirstOrDefault();
}
