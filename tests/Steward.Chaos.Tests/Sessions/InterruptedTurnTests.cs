using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Sessions;

public sealed class InterruptedTurnTests
{
    private const int Attempts = 4;

    [Fact]
    public async Task A_turn_whose_process_is_lost_again_and_again_is_begun_four_times_and_then_given_up_with_the_reason()
    {
        await using var instance = await Instance.StartedAsync();
        var session = (await instance.NewSessionAsync()).Id;
        var message = new Message("endless", session, instance.PathOf("ledger")) { Script = "sleep 600000" };
        await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = message.Content, RequestId = message.Id });
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await Eventually.TrueAsync($"attempt {attempt} runs", () => StartsIn(message) == attempt);
            await instance.KillKeeperAsync();
            await instance.StartAsync();
        }
        await Eventually.TrueAsync("it was given up", async () => (await History.ReadAsync(instance, session)).IsQuiet);
        var history = await History.ReadAsync(instance, session);
        var error = Assert.Single(history.Named(EventKind.Error));
        Assert.Equal("interrupted", error.Payload.GetProperty("code").GetString());
        Assert.Equal(Attempts, history.Named(EventKind.Interrupted).Count());
        Assert.Equal(Attempts, StartsIn(message));
        var view = await instance.Client.SessionAsync(session);
        Assert.Equal("parked", view.Status);
        Assert.Contains("cut off", view.ParkedBecause, StringComparison.Ordinal);

        await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = "#script\nsay back" });
        await Eventually.TrueAsync("it answers again", async () => (await History.ReadAsync(instance, session)).Named(EventKind.Done).Any());
    }

    private static int StartsIn(Message message) =>
        File.Exists(message.LedgerPath) ? File.ReadLines(message.LedgerPath).Count(static line => line.StartsWith("started", StringComparison.Ordinal)) : 0;
}
