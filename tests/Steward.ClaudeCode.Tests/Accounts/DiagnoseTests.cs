using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Accounts;

/// <summary>With a home of its own: a Claude Code that runs rewrites the file that is looked at here.</summary>
public sealed class DiagnoseTests(ClaudeWithoutLogin steward) : IClassFixture<ClaudeWithoutLogin>
{
    [Fact]
    public async Task The_verdict_is_the_same_when_no_daemon_runs_and_says_when_a_human_must_act()
    {
        await using (var config = new StreamWriter(Path.Combine(steward.ClaudeHome, ".claude.json")))
            await config.WriteAsync("""{"cachedExtraUsageDisabledReason":"org_level_disabled"}""");
        Assert.Equal(0, (await steward.RunWithInputAsync("sk-ant-oat01-planted-by-the-owner-0123456789", "auth", "set-token", "--stdin")).ExitCode);
        var withDaemon = await steward.RunAsync("auth", "diagnose", "--json");
        await steward.StopAsync();
        var without = await steward.RunAsync("auth", "diagnose", "--json");
        await steward.StartAsync();
        Assert.Equal((78, 78), (withDaemon.ExitCode, without.ExitCode));
        Assert.Equal("overage_disabled", JsonDocument.Parse(without.Out).RootElement.GetProperty("verdict").GetString());
        Assert.Equal(WithoutTimes(withDaemon.Out), WithoutTimes(without.Out));
        Assert.Equal(0, (await steward.RunAsync("auth", "set-token", "--clear")).ExitCode);

        static string WithoutTimes(string json) => string.Join('\n', JsonDocument.Parse(json).RootElement.EnumerateObject().Where(static field => field.Name != "now"));
    }
}
