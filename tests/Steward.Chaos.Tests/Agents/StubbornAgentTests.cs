using Steward.Chaos.Tests.Instances;
using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Turns;

namespace Steward.Chaos.Tests.Agents;

public sealed class StubbornAgentTests
{
    private const string Stubborn = "#script\ntool (setsid sleep 600 >/dev/null 2>&1 &)\nignore-term\nsay ready\nsleep 600000";

    [Fact]
    public async Task Killing_a_session_ends_an_agent_that_ignores_termination_and_all_that_fled_from_it_while_others_go_on()
    {
        await using var instance = await Instance.StartedAsync();
        var stubborn = await StubbornAsync(instance);
        var other = (await instance.NewSessionAsync()).Id;
        Assert.True(ProcessesOf(stubborn).Count >= 2, "the agent and what fled from it are there");

        await instance.Client.KillAsync(stubborn);
        while (ProcessesOf(stubborn).Count > 0) await AnswersAsync(instance, other);
        Assert.Equal("killed", (await instance.Client.SessionAsync(stubborn)).Status);
        await AnswersAsync(instance, other);
        Assert.Single((await History.ReadAsync(instance, other)).Named(EventKind.ProcessStarted));
        await instance.StopAsync();
        await instance.AssertNothingIsAliveAsync();
    }

    [Fact]
    public async Task Stopping_leaves_nothing_of_an_agent_that_ignores_termination()
    {
        await using var instance = await Instance.StartedAsync();
        await StubbornAsync(instance);
        Assert.Equal(0, (await instance.StopAsync()).ExitCode);
        await instance.AssertNothingIsAliveAsync();
    }

    private static async Task<string> StubbornAsync(Instance instance)
    {
        var session = (await instance.NewSessionAsync()).Id;
        await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = Stubborn });
        await Eventually.TrueAsync("the agent is ready", async () => (await History.ReadAsync(instance, session)).Named(EventKind.Token).Any());
        return session;
    }

    private static IReadOnlyList<LiveProcess> ProcessesOf(string session) => LiveProcess.Carrying($"STEWARD_SESSION_ID={session}");

    private static async Task AnswersAsync(Instance instance, string session)
    {
        await instance.Client.SubmitAsync(session, new SubmitTurnRequest { Content = "#script\nwords 3 1" });
        await Eventually.TrueAsync("the other session answers", async () => (await History.ReadAsync(instance, session)).IsQuiet);
    }
}
