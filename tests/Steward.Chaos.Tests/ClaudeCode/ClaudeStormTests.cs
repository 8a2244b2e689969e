namespace Steward.Chaos.Tests.ClaudeCode;

public sealed class ClaudeStormTests(ITestOutputHelper output)
{
    [Fact]
    public async Task No_reply_is_lost_and_no_command_runs_twice_unmarked_while_the_daemon_the_keeper_an_agent_and_the_model_fail()
    {
        var seed = Random.Shared.Next();
        var report = await ClaudeStorm.RunAsync(cycles: Enum.GetValues<Failure>().Length, seed);
        output.WriteLine($"seed {seed}: {report}");
        Assert.Empty(report.Breaches);
    }
}
