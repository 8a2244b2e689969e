using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>Each of them has a Steward of its own, for it kills parts of it.</summary>
public sealed class DeathTests : IAsyncLifetime
{
    private const int Words = 60;

    private static readonly string Slow = $"[[slow:{Words}:0.05]]";

    private readonly ClaudeUnderTest _steward = new();

    private HttpApi Api => _steward.Api;

    private static string WholeAnswer { get; } = string.Join(' ', Enumerable.Range(0, Words).Select(static n => $"tok{n}"));

    public ValueTask InitializeAsync() => _steward.InitializeAsync();

    public ValueTask DisposeAsync() => _steward.DisposeAsync();

    [Fact]
    public async Task A_daemon_that_dies_in_mid_turn_loses_and_repeats_no_word()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, Slow);
        await Api.EventAsync(id, "turn.token");
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        await _steward.KillDaemonAsync();

        var end = await Api.EndAsync(id, turn);
        Assert.True(end.Event == "turn.done", end.Raw);
        var events = await Api.EventsAsync(id);
        Assert.Equal(WholeAnswer, events.Text("turn.token"));
        Assert.Equal(WholeAnswer, events.Text("turn.message"));
        Assert.Equal(pid, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task A_question_outlives_the_daemon_and_its_answer_arrives()
    {
        var file = Path.Combine(_steward.Workspace, "answered-later");
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $$"""[[tool:Bash:{"command":"touch {{file}}","description":"make a file"}]]""");
        var question = await Api.QuestionAsync(id);
        await _steward.KillDaemonAsync();

        Assert.Equal(question, await Api.QuestionAsync(id));
        await Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task An_agent_that_dies_fails_its_turn_and_goes_on_in_the_same_conversation()
    {
        var id = await Api.CreateAsync();
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:before]]"))).Event);
        var first = await _steward.ArgumentsAsync(id);
        var turn = await Api.SubmitAsync(id, Slow);
        await TokensAsync(id, "tok1");
        await ClaudeUnderTest.KillAsync((await Api.SessionAsync(id)).GetProperty("pid").GetInt32());

        var end = await Api.EndAsync(id, turn);
        Assert.Equal(("turn.error", "agent-exited"), (end.Event, end.Payload.GetProperty("code").GetString()));
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:after]]"))).Event);
        await AssertResumedAsync(id, first);
    }

    [Fact]
    public async Task An_agent_that_dies_before_it_wrote_anything_down_leaves_a_session_that_answers()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, Slow);
        await TokensAsync(id, "tok1");
        await ClaudeUnderTest.KillAsync((await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
        Assert.Equal("turn.error", (await Api.EndAsync(id, turn)).Event);
        File.Delete(await TranscriptAsync(id));

        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:here]]"));
        Assert.True(end.Event == "turn.done", end.Raw);
    }

    [Fact]
    public async Task A_conversation_that_was_lost_is_not_begun_anew_in_silence()
    {
        var id = await Api.CreateAsync();
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:before]]"))).Event);
        await _steward.StopAsync();
        await _steward.StartAsync();
        File.Delete(await TranscriptAsync(id));

        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:after]]"));
        Assert.Equal(("turn.error", "conversation-missing"), (end.Event, end.Payload.Text("code")));
    }

    [Fact]
    public async Task A_session_goes_on_in_its_conversation_after_stop_and_start()
    {
        var id = await Api.CreateAsync();
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:before]]"))).Event);
        var first = await _steward.ArgumentsAsync(id);
        await _steward.StopAsync();
        await _steward.StartAsync();

        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:after]]"))).Event);
        await AssertResumedAsync(id, first);
    }

    [Fact]
    public async Task A_turn_that_lost_its_keeper_is_resumed_with_the_same_message()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, Slow);
        await TokensAsync(id, "tok1");
        var first = await _steward.ArgumentsAsync(id);
        // The daemon goes with its keeper; whoever comes next ends what the two left behind, and begins again where they were.
        await ClaudeUnderTest.KillAsync(_steward.State.KeeperPid);
        await Eventually.TrueAsync(() => !Processes.IsAlive(_steward.State.Pid), () => "The daemon outlived its keeper.");
        await _steward.StartAsync();

        var end = await Api.EndAsync(id, turn);
        Assert.True(end.Event == "turn.done", end.Raw);
        Assert.Equal(2, end.Payload.GetProperty("stats").GetProperty("attempts").GetInt32());
        Assert.EndsWith(WholeAnswer, (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
        await AssertResumedAsync(id, first);
    }

    [Fact]
    public async Task A_turn_that_lost_its_keeper_between_two_commands_is_begun_again_and_answered()
    {
        string Command(string file) => $$"""[[tool:Bash:{"command":"touch {{Path.Combine(_steward.Workspace, file)}}","description":"scripted"}]]""";
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $"{Command("first")}\n{Command("second")}\n[[text:both are done]]");
        await AllowAsync(id, await Api.QuestionAsync(id));
        await Api.EventAsync(id, "tool.end");
        var second = await Api.QuestionAsync(id);
        // Nobody may answer for it meanwhile: the agent dies with its keeper.
        var agent = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        await ClaudeUnderTest.KillAsync(_steward.State.KeeperPid, "-STOP");
        await ClaudeUnderTest.KillAsync(agent);
        await ClaudeUnderTest.KillAsync(_steward.State.KeeperPid);
        await Eventually.TrueAsync(() => !Processes.IsAlive(_steward.State.Pid), () => "The daemon outlived its keeper.");
        await _steward.StartAsync();

        var third = await Eventually.Async(async () => await Api.QuestionAsync(id) is var asked && asked != second ? asked : null, "The first command again");
        await AllowAsync(id, third);
        await AllowAsync(id, await Eventually.Async(async () => await Api.QuestionAsync(id) is var asked && asked != third ? asked : null, "The second command again"));
        var end = await Api.EndAsync(id, turn);
        Assert.True(end.Event == "turn.done", end.Raw);
        Assert.Equal(2, end.Payload.GetProperty("stats").GetProperty("attempts").GetInt32());
        Assert.Equal("both are done", (await Api.EventsAsync(id)).Text("turn.message"));
    }

    [Fact]
    public async Task A_turn_that_finished_while_nobody_heard_is_not_run_again_and_its_answer_is_found()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, Slow);
        await TokensAsync(id, "tok1");
        var first = await _steward.ArgumentsAsync(id);
        // Nobody hears of the end: it waits in a pipe, which goes with the keeper.
        await ClaudeUnderTest.KillAsync(_steward.State.Pid, "-STOP");
        await ClaudeUnderTest.KillAsync(_steward.State.KeeperPid, "-STOP");
        await Eventually.TrueAsync(() => _steward.Transcript().Any(static record => record.Contains(WholeAnswer, StringComparison.Ordinal)), () => "No answer was kept.");
        await ClaudeUnderTest.KillAsync(_steward.State.KeeperPid);
        await ClaudeUnderTest.KillAsync(_steward.State.Pid);
        await Eventually.TrueAsync(() => !Processes.IsAlive(_steward.State.Pid), () => "The daemon outlived its end.");
        await _steward.StartAsync();

        var end = await Api.EndAsync(id, turn);
        Assert.True(end.Event == "turn.done", end.Raw);
        Assert.Equal(2, end.Payload.GetProperty("stats").GetProperty("attempts").GetInt32());
        Assert.Equal(WholeAnswer, (await Api.EventsAsync(id)).Text("turn.message"));
        Assert.Single(_steward.Transcript(), record => record.Contains("\"type\":\"user\"", StringComparison.Ordinal) && record.Contains(Slow, StringComparison.Ordinal));
        await AssertResumedAsync(id, first);
    }

    private async Task AllowAsync(string session, string question)
    {
        var reply = await Api.PostAsync($"/v3/sessions/{session}/permissions/{question}", """{"decision":"allow"}""");
        Assert.True(reply.Status == System.Net.HttpStatusCode.OK, reply.Text);
    }

    private async Task<string> TranscriptAsync(string id) => Assert.Single(Directory.GetFiles(
        Path.Combine(_steward.ClaudeHome, ".claude", "projects"), $"{(await Api.SessionAsync(id)).Text("runtimeSessionId")}.jsonl", SearchOption.AllDirectories));

    private async Task AssertResumedAsync(string session, string[] first)
    {
        var conversation = first[Array.IndexOf(first, "--session-id") + 1];
        var second = await _steward.ArgumentsAsync(session);
        Assert.Equal(conversation, second[Array.IndexOf(second, "--resume") + 1]);
        Assert.DoesNotContain("--session-id", second);
    }

    private Task TokensAsync(string session, string word) => Eventually.TrueAsync(
        async () => (await Api.EventsAsync(session)).Text("turn.token").Contains(word, StringComparison.Ordinal), () => $"{word} did not come.");
}
