using System.Net;
using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class SteerTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_message_that_does_not_wait_breaks_off_the_answer_and_is_answered_in_the_same_turn()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, "[[slow:2000:0.05]]");
        await Api.EventAsync(id, "turn.token");
        await SteerAsync(id, "[[text:at once]]", "now");
        var events = await DoneAsync(id, turn);
        Assert.EndsWith("at once", events.Text("turn.message"), StringComparison.Ordinal);
        Assert.DoesNotContain("tok1999", events.Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_while_words_are_streamed_is_answered_after_them_in_the_same_turn()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, "[[slow:40:0.05]]");
        await Api.EventAsync(id, "turn.token");
        await SteerAsync(id, "[[text:after it]]", "next");
        var events = await DoneAsync(id, turn);
        Assert.EndsWith("tok39after it", events.Text("turn.message"), StringComparison.Ordinal);
        Assert.Single(events, static happened => happened.Event == "turn.answered");
    }

    [Fact]
    public async Task A_message_while_a_tool_runs_becomes_a_part_of_what_is_done()
    {
        var go = Path.Combine(steward.Workspace, "steer-go");
        var script = Path.Combine(steward.Workspace, "steer-wait.sh");
        await File.WriteAllTextAsync(script, $"until [ -e '{go}' ]; do sleep 0.1; done\n", TestContext.Current.CancellationToken);
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $"[[tool:Bash:{JsonSerializer.Serialize(new { command = $"sh {script}", description = "wait" })}]]");
        await Api.PostAsync($"/v3/sessions/{id}/permissions/{await Api.QuestionAsync(id)}", """{"decision":"allow"}""");
        await SteerAsync(id, "[[text:mind this]]", "next");
        await SettleAsync(id);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        var events = await DoneAsync(id, turn);
        Assert.Single(events, static happened => happened.Event == "steer.taken");
        Assert.DoesNotContain(events, static happened => happened.Event == "turn.answered");
    }

    [Fact]
    public async Task A_turn_that_is_stopped_takes_what_was_sent_into_it_with_it_and_the_process_goes_on()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, "[[slow:2000:0.05]]");
        await Api.EventAsync(id, "turn.token");
        await SteerAsync(id, "[[text:never said]]", "next");
        await Api.PostAsync($"/v3/sessions/{id}/cancel");
        Assert.Equal("session.cancelled", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:next]]"))).Event);
        Assert.DoesNotContain("never said", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_its_own_is_a_turn_that_ends()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:something to remember]]"));
        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, "/compact"));
        Assert.True(end.Event == "turn.done", end.Raw);
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:after it]]"))).Event);
        Assert.EndsWith("after it", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
    }

    private async Task SteerAsync(string id, string content, string priority)
    {
        var reply = await Api.PostAsync($"/v3/sessions/{id}/steer", JsonSerializer.Serialize(new { content, priority }));
        Assert.True(reply.Status == HttpStatusCode.Accepted, reply.Text);
    }

    /// <summary>A choice is answered by the process in the order in which it was told: what was written before has been read by then.</summary>
    private async Task SettleAsync(string id)
    {
        var reply = await Api.PatchAsync($"/v3/sessions/{id}", """{"permissionMode":"acceptEdits"}""");
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
        await Api.EventAsync(id, "choice.taken");
    }

    private async Task<IReadOnlyList<Envelope>> DoneAsync(string id, string turn)
    {
        var end = await Api.EndAsync(id, turn);
        Assert.True(end.Event == "turn.done", end.Raw);
        var events = await Api.EventsAsync(id);
        Assert.Single(events, static happened => SessionApi.StopEvents.Contains(happened.Event));
        Assert.Single(events, static happened => happened.Event == "turn.start");
        return events;
    }
}
