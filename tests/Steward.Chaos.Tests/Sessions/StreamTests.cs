using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Events;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Sessions;

public sealed class StreamTests
{
    private const int Kills = 5, WordsPerPart = 60;

    [Fact]
    public async Task An_answer_that_is_being_streamed_arrives_word_for_word_though_the_daemon_dies_five_times()
    {
        await using var instance = await Instance.StartedAsync();
        var session = (await instance.NewSessionAsync()).Id;
        await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = Script(instance) });
        var heard = new List<EventEnvelope>();
        var killed = 0;
        LiveProcess? agent = null;
        await foreach (var happened in instance.Client.FollowAsync(session, 0))
        {
            heard.Add(happened);
            if (happened.Event == EventKind.ProcessStarted) agent = LiveProcess.Of(happened.Payload.GetProperty("pid").GetInt32());
            // In the middle of each part; the part after it waits for the kill.
            if (killed < Kills && WordsIn(heard) > killed * WordsPerPart + WordsPerPart / 2) await KillAsync(instance, ++killed);
            if (EventKind.IsStop(happened.Event)) break;
        }
        var written = string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Range(0, WordsPerPart).Select(static i => $"w{i} ")), Kills + 1));
        Assert.Equal(Kills, killed);
        Assert.Equal(EventKind.Done, heard[^1].Event);
        Assert.Equal(written, TextOf(heard, EventKind.Token));
        Assert.Equal(written, TextOf(heard, EventKind.Message));
        Assert.Equal(Enumerable.Range(1, heard.Count), heard.Select(static happened => (int)happened.Seq));
        Assert.Single(heard, static happened => happened.Event == EventKind.ProcessStarted);
        Assert.True(agent!.IsAlive, "the agent's process is another one");
        Assert.Equal(agent.Pid, (await instance.Client.SessionAsync(session)).Pid);
        await instance.StopAsync();
        await instance.AssertNothingIsAliveAsync();
    }

    [Fact]
    public async Task What_was_just_heard_can_be_resumed_from_at_once()
    {
        await using var instance = await Instance.StartedAsync();
        var session = (await instance.NewSessionAsync()).Id;
        await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = "#script\nwords 400 1" });
        await foreach (var happened in instance.Client.FollowAsync(session, 0))
        {
            await instance.Client.EventsAsync(session, happened.Seq, limit: 1);
            if (EventKind.IsStop(happened.Event)) break;
        }
    }

    private static string Script(Instance instance)
    {
        var parts = Enumerable.Range(1, Kills).Select(kill => $"words {WordsPerPart} 8\ntool until [ -e {instance.PathOf($"killed-{kill}")} ]; do sleep 0.02; done");
        return $"#script\n{string.Join('\n', parts)}\nwords {WordsPerPart} 1";
    }

    private static async Task KillAsync(Instance instance, int number)
    {
        await instance.KillDaemonAsync();
        await File.Create(instance.PathOf($"killed-{number}")).DisposeAsync();
    }

    private static int WordsIn(List<EventEnvelope> heard) => TextOf(heard, EventKind.Token).Count(static letter => letter == ' ');

    private static string TextOf(List<EventEnvelope> heard, string name) => string.Concat(
        heard.Where(happened => happened.Event == name).Select(static happened => happened.Payload.GetProperty("text").GetString()));
}
