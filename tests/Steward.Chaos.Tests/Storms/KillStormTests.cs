namespace Steward.Chaos.Tests.Storms;

public sealed class KillStormTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_no_agent_dies_while_the_daemon_is_killed_again_and_again() => await HoldsAsync(Victim.Daemon, cycles: 12);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_finished_runs_twice_while_the_keeper_is_killed_again_and_again() =>
        await HoldsAsync(Victim.Keeper, cycles: 4);

    private async Task HoldsAsync(Victim victim, int cycles)
    {
        var report = await KillStorm.RunAsync(victim, cycles, Random.Shared.Next());
        output.WriteLine(report.ToString());
        Assert.Empty(report.Breaches);
    }
}
