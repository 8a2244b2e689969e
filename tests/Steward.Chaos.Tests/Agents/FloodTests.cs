using Steward.Chaos.Tests.Instances;

namespace Steward.Chaos.Tests.Agents;

public sealed class FloodTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_program_that_writes_200_MB_without_a_newline_costs_neither_memory_nor_the_other_sessions() =>
        await HoldsAsync(static instance => new Flood(instance, 200L << 20) { IsOneLine = true });

    [Fact]
    public async Task An_agent_that_writes_200_MB_is_cut_off_at_its_limit_and_costs_neither_memory_nor_the_other_sessions() =>
        await HoldsAsync(static instance => new Flood(instance, 200L << 20) { IsCutOff = true });

    private async Task HoldsAsync(Func<Instance, Flood> open)
    {
        await using var instance = await Instance.StartedAsync();
        var flood = open(instance);
        await flood.RunAsync();
        output.WriteLine(flood.Figures);
        await instance.StopAsync();
        await instance.AssertNothingIsAliveAsync();
    }
}
