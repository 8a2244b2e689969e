using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Client;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Sessions;

public sealed class RepeatedRequestTests
{
    private const int Parallel = 1000;

    [Fact]
    public async Task A_request_sent_a_thousand_times_at_once_is_one_turn_and_its_key_is_kept_over_every_death()
    {
        await using var instance = await Instance.StartedAsync();
        var session = (await instance.NewSessionAsync()).Id;
        var message = new Message("once", session, instance.PathOf("ledger"));
        var answers = await Task.WhenAll(Enumerable.Range(0, Parallel).Select(_ => Task.Run(() => SendAsync(instance, message))));
        var turn = Assert.Single(answers.Distinct());
        await AssertKeptAsync(instance, message, turn);

        instance.Daemon.EndAtOnce();
        await AssertKeptAsync(instance, message, turn);
        await instance.KillKeeperAsync();
        await instance.StartAsync();
        await AssertKeptAsync(instance, message, turn);

        await Eventually.TrueAsync("the turn is over", async () => (await History.ReadAsync(instance, session)).IsQuiet);
        Assert.Single((await History.ReadAsync(instance, session)).Named(EventKind.Queued));
        Assert.Single(File.ReadAllLines(message.LedgerPath), "finished once");
    }

    private static Task<SubmitTurnAnswer> SendAsync(Instance instance, Message message, string? content = null) =>
        instance.Client.SubmitAsync(message.Session, new SubmitTurnRequest { Content = content ?? message.Content, RequestId = message.Id });

    private static async Task AssertKeptAsync(Instance instance, Message message, SubmitTurnAnswer turn)
    {
        Assert.Equal(turn, await SendAsync(instance, message));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => SendAsync(instance, message, "something else"));
        Assert.Equal(409, refused.Status);
    }
}
