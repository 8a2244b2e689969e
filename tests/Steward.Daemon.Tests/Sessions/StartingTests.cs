using Steward.Daemon.Lifecycle;
using Steward.Daemon.Sessions;
using Steward.Daemon.Tests.Logs;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Keeper;
using Steward.Keeper.Client;

namespace Steward.Daemon.Tests.Sessions;

public sealed class StartingTests
{
    [Fact]
    public async Task A_process_that_starts_only_after_its_turn_was_cancelled_is_told_nothing_and_ended()
    {
        await using var fixture = new RegistryFixture();
        var host = await fixture.CreateAsync();
        var launch = await RegistryFixture.LaunchAsync(host);
        await CancelAsync(host);
        await RegistryFixture.StartAsync(host);
        Assert.Equal([launch], fixture.Keeper.Stopped);
        Assert.Empty(host.State.Outbox);
        await EndAsync(host);
        Assert.Equal(SessionPhase.Idle, host.State.Phase);
        Assert.Null(host.State.Process);
        Assert.Contains(fixture.Journal.Read(host.Id.Value), static stored => stored.Type == "session.cancelled");
    }

    [Fact]
    public async Task A_message_that_is_longer_than_a_process_can_be_told_ends_its_turn_and_nothing_else()
    {
        await using var fixture = new RegistryFixture();
        var host = await fixture.CreateAsync();
        // JSON makes six characters of each.
        var launch = await RegistryFixture.LaunchAsync(host, new string('<', (KeeperLink.LongestPiece / 6) + 1));
        await RegistryFixture.StartAsync(host);
        await RegistryFixture.TickAsync(host);
        Assert.Equal([launch], fixture.Keeper.Stopped);
        await EndAsync(host);
        Assert.Equal(SessionPhase.Idle, host.State.Phase);
        var next = await RegistryFixture.LaunchAsync(host, "something shorter");
        await RegistryFixture.StartAsync(host);
        Assert.Equal(SessionPhase.Running, host.State.Phase);
        Assert.DoesNotContain(next, fixture.Keeper.Stopped);
    }

    [Fact]
    public async Task A_start_that_the_last_daemon_asked_for_is_asked_for_again_under_its_name()
    {
        await using var fixture = new RegistryFixture();
        var launch = await RegistryFixture.LaunchAsync(await fixture.CreateAsync());
        await fixture.DieAsync();
        await using var next = new NextDaemon(fixture);
        Assert.Equal([launch, launch], fixture.Keeper.Started);
    }

    [Fact]
    public async Task A_start_that_was_cancelled_is_not_asked_for_again_by_the_next_daemon()
    {
        await using var fixture = new RegistryFixture();
        var host = await fixture.CreateAsync();
        var launch = await RegistryFixture.LaunchAsync(host);
        await CancelAsync(host);
        await fixture.DieAsync();
        await using var next = new NextDaemon(fixture);
        var adopted = next.Registry.Find(host.Id)!;
        await TestWaits.UntilAsync(() => adopted.State.Phase == SessionPhase.Idle);
        Assert.Equal([launch], fixture.Keeper.Started);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_by_fifty_days_costs_a_session_nothing()
    {
        var clock = new ManualClock();
        var faults = new Faults();
        await using var fixture = new RegistryFixture(time: clock, log: faults);
        var host = await fixture.CreateAsync();
        await RegistryFixture.LaunchAsync(host);
        await RegistryFixture.StartAsync(host);
        await CancelAsync(host);
        Assert.NotNull(SessionRules.NextDeadline(host.State));
        clock.Pass(TimeSpan.FromDays(-50));
        await RegistryFixture.TickAsync(host);
        await EndAsync(host);
        Assert.Equal(SessionPhase.Idle, host.State.Phase);
        Assert.Empty(faults.Seen);
    }

    private static Task CancelAsync(SessionHost host) =>
        host.AskAsync(new CancelTurns(null, "never mind"), null, TestContext.Current.CancellationToken);

    private static async Task EndAsync(SessionHost host)
    {
        host.Child!.SetExit(new ProcessExit(null, 15));
        await RegistryFixture.TickAsync(host);
        await TestWaits.UntilAsync(() => host.Child is null);
    }

    /// <summary>The daemon that the keeper starts after the death of the fixture's; the keeper has no process.</summary>
    private sealed class NextDaemon : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public NextDaemon(RegistryFixture fixture)
        {
            Registry = new SessionRegistry(fixture.Services, _stop.Token);
            new Adoption(fixture.Services, Registry, Hello).Run(_stop.Token);
        }

        public SessionRegistry Registry { get; }

        private static Hello Hello { get; } = new()
        {
            KeeperPid = Environment.ProcessId,
            KeeperStartTicks = 1,
            Reason = StartReason.Crash,
            Incarnation = 2,
            Port = 0,
            ApiSocket = "",
            BridgeSocket = "",
            StateDirectory = "",
            PingInterval = TimeSpan.FromSeconds(5),
            SilenceLimit = TimeSpan.FromSeconds(30),
            TcpListener = -1,
            UnixListener = -1,
            BridgeListener = -1,
            Kept = [],
        };

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            foreach (var host in Registry.Hosts)
                await host.Running.ContinueWith(static _ => { }, TaskScheduler.Default);
            Registry.Dispose();
            _stop.Dispose();
        }
    }
}
