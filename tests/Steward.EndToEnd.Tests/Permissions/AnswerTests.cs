using System.Net;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Permissions;

public sealed class AnswerTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Changed_input_is_recorded_and_is_what_runs()
    {
        var (id, turn, question) = await AskAsync("echo asked > asked.txt");
        var answer = await ResolveAsync(id, question, "{\n \"decision\": \"allow\",\n \"updatedInput\": {\n \"command\": \"printf 'ü\\\\n' > changed.txt\" }, \"remember\": true }");
        Assert.Equal((HttpStatusCode.OK, "printf 'ü\\n' > changed.txt"), (answer.Status, answer.Json.GetProperty("updatedInput").GetProperty("command").GetString()));
        Assert.Contains("was changed", answer.Json.GetProperty("notRemembered").GetString(), StringComparison.Ordinal);
        await Api.EndAsync(id, turn);
        var (recorded, ran) = (await Api.EventAsync(id, "permission.resolved"), await Api.EventAsync(id, "tool.start"));
        Assert.Equal(recorded.Payload.GetProperty("updatedInput").GetRawText(), ran.Payload.GetProperty("args").GetRawText());
        Assert.Equal((false, true), (File.Exists(await FileAsync(id, "asked.txt")), File.Exists(await FileAsync(id, "changed.txt"))));
    }

    [Theory]
    [InlineData("""{"decision":"allow","updatedInput":"ls"}""", "bad_input")]
    [InlineData("""{"decision":"deny","updatedInput":{}}""", "bad_answer")]
    [InlineData("""{"decision":"allow","endTurn":true}""", "bad_answer")]
    [InlineData("""{"decision":"allow","answers":{"Which?":"a"}}""", "no_choice")]
    [InlineData("""{"decision":"allow","approved":false}""", "bad_decision")]
    public async Task An_answer_that_says_two_things_is_refused(string body, string code)
    {
        var (id, turn, question) = await AskAsync("echo open");
        var refused = await ResolveAsync(id, question, body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.OK, (await ResolveAsync(id, question, """{"approved":false}""")).Status);
        await Api.EndAsync(id, turn);
    }

    [Fact]
    public async Task Who_answers_too_late_hears_who_decided_what()
    {
        var (id, turn, question) = await AskAsync("echo early");
        await ResolveAsync(id, question, """{"decision":"deny","reason":"not today"}""");
        await Api.EndAsync(id, turn);
        var late = await steward.RunAsync("permissions", "allow", question[..13]);
        Assert.Equal(1, late.ExitCode);
        Assert.StartsWith($"error: The question {question} was denied by owner (not today).\n", late.Error, StringComparison.Ordinal);
        Assert.Contains("No question perm_never waits", (await steward.RunAsync("permissions", "allow", "perm_never")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denial_that_ends_the_turn_leaves_its_agent_alive()
    {
        var (id, turn, question) = await AskAsync("echo never > never.txt");
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        Assert.True((await ResolveAsync(id, question, """{"decision":"deny","reason":"enough","endTurn":true}""")).Json.GetProperty("endTurn").GetBoolean());
        var end = await Api.EndAsync(id, turn);
        Assert.Equal(("session.cancelled", "enough"), (end.Event, end.Payload.GetProperty("reason").GetString()));
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.ScriptAsync(id, "say on"))).Event);
        Assert.Equal(pid, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
        Assert.False(File.Exists(await FileAsync(id, "never.txt")));
    }

    [Fact]
    public async Task What_is_remembered_for_an_agent_holds_in_other_sessions_and_after_a_restart_until_it_is_revoked()
    {
        var (id, turn, question) = await AskAsync("echo for-good");
        var answer = await ResolveAsync(id, question, """{"decision":"allow","remember":"agent"}""");
        Assert.Equal(("bash(echo for-good)", "agent"), (answer.Json.GetProperty("remembered").GetString(), answer.Json.GetProperty("rememberedFor").GetString()));
        await Api.EndAsync(id, turn);
        Assert.Equal("rule", await DecidedByAsync("echo for-good"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(steward.Home.RememberedRulesFile));

        Assert.Equal(0, (await steward.RunAsync("restart")).ExitCode);
        steward.ReadState();
        Assert.Equal("rule", await DecidedByAsync("echo for-good"));
        Assert.Contains("bash(echo for-good)", (await steward.RunAsync("permissions", "rules")).Out, StringComparison.Ordinal);

        var rule = (await Api.GetAsync("/v3/permission-rules")).Json.EnumerateArray().Single(static rule => rule.GetProperty("rule").GetString() == "bash(echo for-good)");
        Assert.Equal("agent", rule.GetProperty("source").GetString());
        Assert.Equal(0, (await steward.RunAsync("permissions", "revoke", rule.GetProperty("id").GetString()!)).ExitCode);
        var (again, open, asked) = await AskAsync("echo for-good");
        await ResolveAsync(again, asked, """{"decision":"deny"}""");
        await Api.EndAsync(again, open);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.SendAsync(HttpMethod.Delete, $"/v3/permission-rules/{rule.GetProperty("id").GetString()}")).Status);
    }

    [Fact]
    public async Task What_is_remembered_for_a_session_is_listed_and_can_be_taken_back()
    {
        var (id, turn, question) = await AskAsync("echo mine");
        await ResolveAsync(id, question, """{"decision":"allow","remember":true}""");
        await Api.EndAsync(id, turn);
        var rule = (await Api.GetAsync("/v3/permission-rules")).Json.EnumerateArray().Single(rule =>
            rule.TryGetProperty("sessionId", out var session) && session.GetString() == id);
        Assert.Equal(("session", "allow", "bash(echo mine)"), (rule.GetProperty("source").GetString(), rule.GetProperty("verdict").GetString(), rule.GetProperty("rule").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Delete, $"/v3/permission-rules/{rule.GetProperty("id").GetString()}")).Status);
        var second = await Api.ScriptAsync(id, "ask bash echo mine");
        await ResolveAsync(id, await Api.QuestionAsync(id), """{"decision":"deny"}""");
        await Api.EndAsync(id, second);
    }

    [Fact]
    public async Task Always_says_why_it_does_not_bind_to_a_program_that_the_agent_may_write()
    {
        var (id, turn, question) = await AskAsync("./build.sh");
        var answer = await steward.RunAsync("permissions", "allow", question, "--remember", "session");
        Assert.Contains("not remembered: Its program is named by a relative path", answer.Out, StringComparison.Ordinal);
        await Api.EndAsync(id, turn);
    }

    [Fact]
    public async Task What_is_too_long_for_a_glance_is_allowed_by_an_explicit_word_alone()
    {
        var (id, turn, question) = await AskAsync($"echo {new string('a', 6000)} > long.txt");
        var blind = await steward.RunAsync("permissions", "allow", question);
        Assert.NotEqual(0, blind.ExitCode);
        Assert.Contains("sha256", blind.Error, StringComparison.Ordinal);
        Assert.Contains(new string('a', 6000), (await steward.RunAsync("permissions", "show", question)).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await steward.RunAsync("permissions", "allow", question, "--seen")).ExitCode);
        await Api.EndAsync(id, turn);
        Assert.True(File.Exists(await FileAsync(id, "long.txt")));
    }

    [Fact]
    public async Task The_command_line_denies_with_a_reason_and_allows_a_file_of_changed_input()
    {
        var (id, turn, question) = await AskAsync("echo x");
        Assert.Equal(0, (await steward.RunAsync("permissions", "deny", question, "--reason", "not now")).ExitCode);
        await Api.EndAsync(id, turn);
        Assert.Equal("not now", (await Api.EventAsync(id, "permission.resolved")).Payload.GetProperty("reason").GetString());

        var (other, second, open) = await AskAsync("echo x");
        var file = Path.Combine(steward.Home.Root, "changed.json");
        await StewardUnderTest.WriteAsync(file, JsonSerializer.Serialize(new { command = "echo y > y.txt" }));
        Assert.Equal(0, (await steward.RunAsync("permissions", "allow", open, "--input", file)).ExitCode);
        await Api.EndAsync(other, second);
        Assert.True(File.Exists(await FileAsync(other, "y.txt")));
    }

    private async Task<string?> DecidedByAsync(string command)
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.ScriptAsync(id, $"ask bash {command}"));
        return (await Api.EventAsync(id, "permission.resolved")).Payload.GetProperty("decidedBy").GetString();
    }

    private async Task<(string Session, string Turn, string Question)> AskAsync(string command)
    {
        var id = await Api.CreateAsync();
        return (id, await Api.ScriptAsync(id, $"ask bash {command}"), await Api.QuestionAsync(id));
    }

    private Task<Reply> ResolveAsync(string session, string question, string json) => Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", json);

    private async Task<string> FileAsync(string session, string name) =>
        Path.Combine((await Api.SessionAsync(session)).GetProperty("directory").GetString()!, name);
}
