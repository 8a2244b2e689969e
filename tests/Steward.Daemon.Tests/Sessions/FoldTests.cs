using System.Text;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions;
using Steward.Daemon.Sessions.Stored;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Daemon.Tests.Sessions;

public sealed class FoldTests
{
    private const int Steps = 60;

    /// <summary>The state of a session is written beside its events: whatever happened, both say the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_stored_state_is_the_fold_of_the_events(int seed)
    {
        await using var fixture = new RegistryFixture();
        var random = new Random(seed);
        var host = await fixture.CreateAsync();
        for (var step = 0; step < Steps && host.State.End is null; step++)
            await TakeAsync(host, random);
        await host.AskAsync(new UpdateSession("the last", null, null), null, TestContext.Current.CancellationToken);
        var row = fixture.Journal.Journal.LoadState(host.Id.Value)!;
        var folded = SessionRows.Fold(fixture.Journal.Journal, host.Id.Value)!;
        Assert.True(host.State.Seq > 20, $"Only {host.State.Seq} events.");
        Assert.Equal(Encoding.UTF8.GetString(row.State!.Value.Span), Encoding.UTF8.GetString(SessionJson.Write(folded)));
        Assert.Equal(folded.Seq, SessionRows.StateOf(fixture.Journal.Journal, row).Seq);
    }

    /// <summary>What a salvage can leave of a session: its beginning with a hole behind it, or a hole where its beginning was.</summary>
    [Theory]
    [InlineData(true, "demo")]
    [InlineData(false, "")]
    public async Task A_session_whose_events_do_not_add_up_is_listed_as_damaged_and_can_be_removed(bool hasBeginning, string agent)
    {
        await using var fixture = new RegistryFixture();
        var whole = await fixture.CreateAsync();
        var (id, now) = (new SessionId("sess_00000000deadbeef"), DateTimeOffset.UnixEpoch.AddDays(20_000));
        List<SessionEvent> left = [new TurnStart(TurnId.From(Guid.NewGuid()), 1)];
        if (hasBeginning)
            left.Insert(0, new SessionCreated { SessionId = id, Agent = "demo", Directory = "/tmp" });
        await fixture.Journal.Journal.AppendAsync(new JournalBatch
        {
            Session = id.Value,
            ExpectedSeq = 0,
            Events = [.. left.Select(happened => new JournalEvent(EventNames.NameOf(happened), now, DomainJson.Write(happened)))],
            Columns = new SessionColumns { CreatedAt = now },
        }, TestContext.Current.CancellationToken);

        Assert.Equal(2, fixture.Registry.List(includeArchived: false).Count());
        var damaged = Assert.Single(fixture.Registry.Resolve(id.ShortId));
        Assert.Equal((agent, left.Count), (damaged.Agent, damaged.Seq));
        Assert.Contains("damaged", damaged.ParkedBecause, StringComparison.Ordinal);

        var host = fixture.Registry.Find(id)!;
        await host.AskAsync(new EndSession(SessionEnd.Deleted), null, TestContext.Current.CancellationToken);
        await host.Forgotten.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal([whole.Id], fixture.Registry.List(includeArchived: true).Select(static state => state.Id));
    }

    [Fact]
    public async Task A_session_that_is_deleted_is_forgotten_once_its_process_is_gone_and_answers_nobody()
    {
        await using var fixture = new RegistryFixture();
        var host = await fixture.CreateAsync();
        await host.AskAsync(new SubmitTurn(TurnId.From(Guid.NewGuid()), "work"), null, TestContext.Current.CancellationToken);
        await StartedAsync(host);
        await host.AskAsync(new EndSession(SessionEnd.Deleted), null, TestContext.Current.CancellationToken);
        Assert.False(host.Forgotten.IsCompleted);
        Assert.Null(fixture.Registry.Find(host.Id));
        host.Child!.SetExit(new ProcessExit(0, null));
        host.Wake();
        await host.Forgotten.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(fixture.Journal.Read(host.Id.Value));
        await Assert.ThrowsAsync<Daemon.Journal.SessionGoneException>(() => host.AskAsync(new Tick(), null, TestContext.Current.CancellationToken));
    }

    private static async Task TakeAsync(SessionHost host, Random random)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                await host.AskAsync(new SubmitTurn(TurnId.From(Guid.NewGuid()), $"message {random.Next()}") { ClientId = "c" }, null, cancellationToken);
                break;
            case 3:
                await host.AskAsync(new CancelTurns(random.Next(2) == 0 ? host.State.Turn?.Id : null, "why not"), null, cancellationToken);
                break;
            case 4:
                await host.AskAsync(new UpdateSession($"title {random.Next()}", null, random.Next(2) == 0), null, cancellationToken);
                break;
            case 5 or 6 when host.Child is { Started: null }:
                await StartedAsync(host);
                break;
            case 7 when host.Child is { Started: not null } child:
                child.SetExit(new ProcessExit(random.Next(3), null));
                host.Wake();
                break;
        }
        await host.AskAsync(new Tick(), null, cancellationToken);
    }

    private static async Task StartedAsync(SessionHost host)
    {
        // The launch follows the admission, which the session's own loop takes in its next step.
        while (host.Child is null && host.State.Waiting.Count > 0)
            await host.AskAsync(new Tick(), null, TestContext.Current.CancellationToken);
        host.Child?.SetStarted(4711, 1);
        host.Wake();
        await host.AskAsync(new Tick(), null, TestContext.Current.CancellationToken);
    }
}
