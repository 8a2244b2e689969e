using System.Globalization;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Accounts;

public sealed class StrictlyGatedClaude : ClaudeUnderTest
{
    protected override string GateMode => "strict";

    protected override string? Key => null;

    internal const string Off = """{"numStartups":3,"overageCreditGrantCache":{"org":{"info":{"available":false}}}}""";

    internal async Task RunsAsync(string session) =>
        Assert.Equal("turn.done", (await Api.EndAsync(session, await Api.SubmitAsync(session, "[[text:fine]]"))).Event);

    internal static string Credentials(TimeSpan left)
    {
        var end = (TimeProvider.System.GetUtcNow() + left).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return """{"claudeAiOauth":{"accessToken":"sk-ant-oat01-x","refreshToken":"sk-ant-ort01-x","scopes":["user:inference","user:profile"],"subscriptionType":"max","expiresAt":""" + end + "}}";
    }

    internal void Write(string name, string text)
    {
        var path = Path.Combine(ClaudeHome, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new StreamWriter(path);
        file.Write(text);
    }
}

public sealed class GateTests(StrictlyGatedClaude steward) : IClassFixture<StrictlyGatedClaude>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task An_agent_that_runs_is_not_asked_about_and_a_change_of_the_file_counts_without_a_restart()
    {
        steward.Write(".claude/.credentials.json", StrictlyGatedClaude.Credentials(TimeSpan.FromHours(5)));
        steward.Write(".claude.json", "{}");
        var warm = await Api.CreateAsync();
        await steward.RunsAsync(warm);
        steward.Write(".claude.json", """{"cachedExtraUsageDisabledReason":"out_of_credits"}""");
        await steward.RunsAsync(warm);
        // With its answer the service may have said that all is well, and Claude Code write that down, as long as it runs.
        var pid = (await Api.SessionAsync(warm)).GetProperty("pid").GetInt32();
        await Api.PostAsync($"/v3/sessions/{warm}/kill");
        await Eventually.TrueAsync(() => !Processes.IsAlive(pid), () => $"{pid} still runs.");
        steward.Write(".claude.json", """{"cachedExtraUsageDisabledReason":"out_of_credits"}""");
        var cold = await Api.CreateAsync();
        var error = (await Api.EndAsync(cold, await Api.SubmitAsync(cold, "hello"))).Payload;
        Assert.Equal("out_of_credits", error.GetProperty("kind").GetString());
        Assert.Contains("The agent is out of Anthropic credits", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        steward.Write(".claude.json", "{}");
        await steward.RunsAsync(cold);
    }

    [Fact]
    public async Task A_login_that_ran_out_is_named_and_not_the_overage_that_it_hides()
    {
        steward.Write(".claude/.credentials.json", StrictlyGatedClaude.Credentials(TimeSpan.FromHours(-5)));
        steward.Write(".claude.json", StrictlyGatedClaude.Off);
        var session = await Api.CreateAsync();
        var error = (await Api.EndAsync(session, await Api.SubmitAsync(session, "hello"))).Payload;
        Assert.Equal(("auth", "oauth-expired"), (error.GetProperty("kind").GetString(), error.GetProperty("code").GetString()));
        Assert.Contains("setup-token", error.GetProperty("fix").GetString(), StringComparison.Ordinal);
        var diagnosed = await steward.RunAsync("auth", "diagnose");
        Assert.Equal(1, diagnosed.ExitCode);
        Assert.Contains("verdict: oauth_expired", diagnosed.Out, StringComparison.Ordinal);
    }
}

/// <summary>With a home of its own: a Claude Code that runs rewrites the file that is looked at here.</summary>
public sealed class RefusedStartTests(StrictlyGatedClaude steward) : IClassFixture<StrictlyGatedClaude>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Fifty_refused_starts_leave_nothing_behind_and_after_the_cache_is_cleared_the_next_turn_runs()
    {
        steward.Write(".claude/.credentials.json", StrictlyGatedClaude.Credentials(TimeSpan.FromHours(5)));
        steward.Write(".claude.json", StrictlyGatedClaude.Off);
        for (var number = 0; number < 50; number++)
        {
            var session = await Api.CreateAsync();
            var error = (await Api.EndAsync(session, await Api.SubmitAsync(session, "hello"))).Payload;
            Assert.Equal("overage_disabled", error.GetProperty("kind").GetString());
            Assert.Contains("Claude Max-plan overage is unavailable (disabled or depleted at the org level)", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(0, (await Api.GetAsync("/v3/agents")).Json.EnumerateArray().Sum(static agent => agent.GetProperty("active").GetInt32()));
        Assert.Equal("overage_disabled", (await Api.GetAsync("/v3/auth")).Json.GetProperty("verdict").GetString());

        var pid = steward.State.Pid;
        var cleared = (await Api.PostAsync("/v3/auth/overage/clear")).Json;
        Assert.True(cleared.GetProperty("cleared").GetBoolean());
        Assert.Single(cleared.GetProperty("before").GetProperty("grants").EnumerateArray());
        Assert.Empty(cleared.GetProperty("after").GetProperty("grants").EnumerateArray());
        Assert.Equal(StrictlyGatedClaude.Off, await File.ReadAllTextAsync(cleared.GetProperty("backup").GetString()!, TestContext.Current.CancellationToken));
        await steward.RunsAsync(await Api.CreateAsync());
        Assert.Equal(pid, (await Api.GetAsync("/v3/daemon")).Json.GetProperty("pid").GetInt32());
    }
}
