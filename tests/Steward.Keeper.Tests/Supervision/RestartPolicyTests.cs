using Steward.Domain.Supervision;

namespace Steward.Keeper.Tests.Supervision;

public sealed class RestartPolicyTests
{
    private static readonly TimeSpan Rapid = TimeSpan.FromSeconds(9.9), Long = TimeSpan.FromSeconds(10);

    [Fact]
    public void Rapid_failures_wait_twice_as_long_each_time_and_the_fifth_parks()
    {
        var waits = new List<double>();
        var history = RestartHistory.None;
        RestartDecision decision;
        while ((decision = RestartPolicy.Default.Decide(history, 1, Rapid)) is RestartDecision.Restart restart)
        {
            waits.Add(restart.After.TotalSeconds);
            history = restart.History;
        }
        Assert.Equal([2, 4, 8, 16], waits);
        Assert.Equal(ParkReason.RapidFailures, Assert.IsType<RestartDecision.Park>(decision).Reason);
    }

    [Fact]
    public void A_run_of_ten_seconds_starts_afresh()
    {
        var before = new RestartHistory(4, TimeSpan.FromSeconds(16));
        var decision = Assert.IsType<RestartDecision.Restart>(RestartPolicy.Default.Decide(before, 1, Long));
        Assert.Equal(TimeSpan.FromSeconds(2), decision.After);
        Assert.Equal(0, decision.History.Failures);
    }

    [Fact]
    public void Exit_code_78_parks_at_once_however_long_it_ran()
    {
        var decision = RestartPolicy.Default.Decide(RestartHistory.None, 78, TimeSpan.FromHours(1));
        Assert.Equal(ParkReason.Permanent, Assert.IsType<RestartDecision.Park>(decision).Reason);
    }

    [Fact]
    public void The_wait_reaches_its_cap_and_stays_there()
    {
        var policy = RestartPolicy.Default with { RapidFailuresToPark = 20 };
        var history = RestartHistory.None;
        for (var i = 0; i < 18; i++) history = policy.Decide(history, null, Rapid).History;
        var decision = Assert.IsType<RestartDecision.Restart>(policy.Decide(history, null, Rapid));
        Assert.Equal(TimeSpan.FromSeconds(120), decision.After);
    }

    [Fact]
    public void No_numbers_overflow_it()
    {
        var policy = RestartPolicy.Default with { LongestDelay = TimeSpan.MaxValue, RapidFailuresToPark = int.MaxValue };
        var history = RestartHistory.None;
        for (var i = 0; i < 200; i++) history = policy.Decide(history, null, Rapid).History;
        Assert.Equal(TimeSpan.MaxValue, history.Delay);
    }
}
