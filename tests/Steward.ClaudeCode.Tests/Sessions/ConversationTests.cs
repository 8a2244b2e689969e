using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

public sealed class ConversationTests(ClaudeUnderTest steward) : IClassFixture<ClaudeUnderTest>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task An_answer_is_streamed_kept_whole_once_and_counted()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, "[[text:hello from the other side]]");
        var end = await Api.EndAsync(id, turn);
        var events = await Api.EventsAsync(id);

        Assert.True(end.Event == "turn.done", end.Raw);
        Assert.Equal("hello from the other side", events.Text("turn.token"));
        Assert.Equal("hello from the other side", events.Text("turn.message"));
        Assert.Single(events, static happened => happened.Event == "turn.message");
        Assert.True(end.Payload.GetProperty("stats").GetProperty("promptTokens").GetInt64() >= 100);
        Assert.True(end.Payload.GetProperty("stats").GetProperty("completionTokens").GetInt64() > 0);
        Assert.True(end.Payload.GetProperty("stats").TryGetProperty("costUsd", out _), end.Raw);
    }

    [Fact]
    public async Task One_process_serves_every_turn_of_a_session()
    {
        var id = await Api.CreateAsync();
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:one]]"))).Event);
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:two]]"))).Event);

        Assert.Equal(pid, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
        Assert.Equal("onetwo", (await Api.EventsAsync(id)).Text("turn.message"));
    }

    [Fact]
    public async Task Thoughts_are_told_once_and_are_no_part_of_the_answer()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "[[think:so it is]]"));
        var events = await Api.EventsAsync(id);

        Assert.Equal("so it is", events.Text("turn.message"));
        Assert.Equal("Let me think.", events.Text("turn.thinking"));
    }

    [Fact]
    public async Task A_turn_that_is_stopped_ends_and_the_process_takes_the_next()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, "[[slow:2000:0.05]]");
        await Api.EventAsync(id, "turn.token");
        var pid = (await Api.SessionAsync(id)).GetProperty("pid").GetInt32();
        await Api.PostAsync($"/v3/sessions/{id}/cancel");
        Assert.Equal("session.cancelled", (await Api.EndAsync(id, turn)).Event);

        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:after it]]"))).Event);
        Assert.Equal(pid, (await Api.SessionAsync(id)).GetProperty("pid").GetInt32());
        Assert.EndsWith("after it", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("529", "overloaded", true)]
    [InlineData("400:credit", "out_of_credits", false)]
    [InlineData("429", "rate_limit", true)]
    [InlineData("403", "auth", false)]
    public async Task What_goes_wrong_at_the_service_has_its_kind_and_a_fix(string code, string kind, bool retryable)
    {
        var id = await Api.CreateAsync();
        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, $"[[err:{code}]]"));

        Assert.Equal(("turn.error", kind), (end.Event, end.Payload.GetProperty("kind").GetString()));
        Assert.Equal(retryable, end.Payload.GetProperty("retryable").GetBoolean());
        Assert.NotEmpty(end.Payload.GetProperty("fix").GetString()!);
        Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:again]]"))).Event);
    }
}
