namespace Steward.Chaos.Tests.Operations;

public sealed class OperationSweepTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_daemon_that_dies_before_or_after_a_durable_operation_loses_and_repeats_nothing()
    {
        var sweep = new OperationSweep(stride: 24, TimeSpan.Zero);
        await sweep.RunAsync(finest: 24);
        output.WriteLine(sweep.ToString());
        Assert.Empty(sweep.Breaches);
    }
}
