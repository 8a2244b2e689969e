using Steward.Daemon.Sessions;

namespace Steward.Daemon.Tests.Sessions;

public sealed class TurnGateTests
{
    [Fact]
    public async Task No_more_turns_run_than_there_are_places_and_the_next_takes_the_place_that_becomes_free()
    {
        await using var fixture = new RegistryFixture();
        var gate = new TurnGate(static () => 2);
        var hosts = Enumerable.Range(0, 3).Select(_ => fixture.Still()).ToArray();
        foreach (var host in hosts)
            gate.Ask(host);
        Assert.Equal(2, gate.Running);
        gate.Tell(hosts[0], running: true);
        gate.Tell(hosts[0], running: false);
        Assert.Equal(2, gate.Running);
        gate.Tell(hosts[1], running: false);
        gate.Tell(hosts[2], running: false);
        Assert.Equal(0, gate.Running);
    }

    [Fact]
    public async Task Asking_twice_takes_one_place()
    {
        await using var fixture = new RegistryFixture();
        var gate = new TurnGate(static () => 2);
        var host = fixture.Still();
        gate.Ask(host);
        gate.Ask(host);
        Assert.Equal(1, gate.Running);
        gate.Tell(host, running: false);
        Assert.Equal(0, gate.Running);
    }

    [Fact]
    public async Task A_gate_that_closes_admits_nobody_and_says_when_the_last_is_out()
    {
        await using var fixture = new RegistryFixture();
        var gate = new TurnGate(static () => 1);
        var (one, two) = (fixture.Still(), fixture.Still());
        gate.Ask(one);
        gate.Ask(two);
        var closed = gate.CloseAsync();
        Assert.False(closed.IsCompleted);
        gate.Tell(one, running: false);
        await closed.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, gate.Running);
    }

    [Fact]
    public void A_gate_where_nobody_runs_is_closed_at_once() => Assert.True(new TurnGate(static () => 1).CloseAsync().IsCompletedSuccessfully);
}
