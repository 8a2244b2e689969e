using Steward.Domain.Agents;
using Steward.Domain.Usage;

namespace Steward.Runtimes.Tests.ClaudeCode;

/// <summary>What it says of the windows in which its account may use so much.</summary>
public sealed class The_account_of_claude
{
    private static readonly DateTimeOffset Reset = new(2026, 11, 21, 6, 21, 35, TimeSpan.Zero);

    private static string Limits(string members) => $$$"""{"type":"rate_limit_event","rate_limit_info":{{{{members}}}}}""";

    private static string FiveHours(string status, double used, string overall = "allowed") =>
        Limits(FormattableString.Invariant($"\"status\":\"{overall}\",\"unifiedWindows\":{{\"five_hour\":{{\"utilization\":{used},\"resetsAt\":1795242095,\"status\":\"{status}\"}}}}"));

    [Fact]
    public void Has_a_window_for_each_that_it_names()
    {
        var reports = Claude.Read(Limits(
            """
            "status":"allowed_warning","rateLimitType":"seven_day","utilization":0.91,"resetsAt":1795242095,"unifiedWindows":{"five_hour":{"utilization":0.2,"resetsAt":1795242095},"seven_day":{"utilization":0.91,"resetsAt":1}}
            """));

        Assert.Equal(
            [new AgentWindow(new UsageWindow("five_hour", "allowed", 0.2, Reset)), new AgentWindow(new UsageWindow("seven_day", "allowed_warning", 0.91, Reset))], reports);
    }

    [Fact]
    public void Is_told_of_once_until_it_changes_by_a_hundredth()
    {
        var reports = Claude.Read(FiveHours("allowed", 0.501), FiveHours("allowed", 0.502), FiveHours("allowed", 0.52), FiveHours("allowed_warning", 0.52));
        Assert.Equal([0.501, 0.52, 0.52], reports.Cast<AgentWindow>().Select(static report => report.Window.Utilisation!.Value));
    }

    [Fact]
    public void That_is_used_up_says_why_nothing_is_paid_for_more_and_opens_again()
    {
        var reports = Claude.Read(
            Limits("\"status\":\"rejected\",\"rateLimitType\":\"five_hour\",\"resetsAt\":1795242095,\"overageDisabledReason\":\"out_of_credits\""), Limits("\"status\":\"allowed\""));

        Assert.Equal(
            [
                new AgentWindow(new UsageWindow("five_hour", "rejected", null, Reset) { OverageDisabledReason = "out_of_credits" }),
                new AgentWindow(new UsageWindow("five_hour", "allowed", null, null)),
            ],
            reports);
    }

    [Theory]
    [InlineData("\"isUsingOverage\":false")]
    [InlineData("\"status\":\"allowed\",\"isUsingOverage\":false")]
    public void Without_a_window_is_not_told_of(string members) => Assert.Empty(Claude.Read(Limits(members)));
}
