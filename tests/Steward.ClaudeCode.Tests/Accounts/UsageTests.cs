using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Accounts;

/// <summary>A login of a plan, whose service tells of windows; and an agent that tries once again.</summary>
public sealed class ClaudeWithPlan : ClaudeUnderTest
{
    protected override string? Key => null;

    protected override IReadOnlyDictionary<string, string> MoreEnvironment { get; } = new Dictionary<string, string>
    {
        ["CLAUDE_CODE_OAUTH_TOKEN"] = "sk-ant-oat01-scripted",
        ["CLAUDE_CODE_MAX_RETRIES"] = "1",
    };
}

/// <summary>What the account's service says while a turn runs.</summary>
public sealed class UsageTests(ClaudeWithPlan steward) : IClassFixture<ClaudeWithPlan>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_request_that_is_made_again_is_told_with_the_reason_and_the_delay()
    {
        var id = await Api.CreateAsync();
        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, "[[err:529]]"));

        var again = (await Api.EventsAsync(id)).Single(static happened => happened.Event == "turn.retry").Payload;
        Assert.Equal((1, 1), (again.GetProperty("attempt").GetInt32(), again.GetProperty("of").GetInt32()));
        Assert.True(again.GetProperty("delayMs").GetInt64() > 0, again.GetRawText());
        Assert.Contains("529", again.Text("reason"), StringComparison.Ordinal);
        Assert.Equal("overloaded", end.Payload.Text("kind"));
    }

    [Fact]
    public async Task A_window_that_is_used_up_is_told_and_stands_in_the_session_with_the_failure_on_top_of_status()
    {
        var id = await Api.CreateAsync();
        var end = await Api.EndAsync(id, await Api.SubmitAsync(id, "[[err:429:5h]]"));

        var window = (await Api.EventsAsync(id)).Single(static happened => happened.Event == "usage.window").Payload;
        Assert.Equal(("five_hour", "rejected", 1.0), (window.Text("window"), window.Text("status"), window.GetProperty("utilisation").GetDouble()));
        Assert.Equal("usage_cap", end.Payload.Text("kind"));
        Assert.Equal(window.Text("resetsAt"), end.Payload.Text("resetsAt"));
        var session = await Api.SessionAsync(id);
        Assert.Equal("rejected", session.GetProperty("windows")[0].Text("status"));
        Assert.Equal("usage_cap", session.GetProperty("lastFailure").Text("kind"));
        Assert.Contains($"{session.Text("shortId")} failed its last turn", (await steward.RunAsync("status")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_turn_used_is_an_event_of_its_own_and_adds_up_in_the_session()
    {
        var id = await Api.CreateAsync();
        await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:one]]"));
        var used = (await Api.EventsAsync(id)).Single(static happened => happened.Event == "turn.usage").Payload;

        Assert.StartsWith("claude-", used.Text("model"), StringComparison.Ordinal);
        Assert.True(used.GetProperty("contextWindow").GetInt64() > used.GetProperty("contextTokens").GetInt64(), used.GetRawText());
        Assert.True(used.GetProperty("costUsd").GetDouble() > 0, used.GetRawText());
        Assert.Equal(used.GetProperty("promptTokens").GetInt64(), (await Api.SessionAsync(id)).GetProperty("usage").GetProperty("promptTokens").GetInt64());
    }
}
