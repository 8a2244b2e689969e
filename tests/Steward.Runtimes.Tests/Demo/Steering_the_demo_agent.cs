using Steward.Domain.Agents;
using Steward.Domain.Turns;
using Steward.Runtimes.Demo;

namespace Steward.Runtimes.Tests.Demo;

public sealed class Steering_the_demo_agent : IDisposable
{
    private readonly TemporaryHome _home = new();
    private readonly SteerId _steer = SteerId.From(Guid.NewGuid());

    public void Dispose() => _home.Dispose();

    private RunningAgent Start() => RunningAgent.Start(new DemoRuntime(), _home.Context(), ("STEWARD_DEMO_SCRIPT", "1"));

    [Fact]
    public async Task Between_two_words_makes_the_message_a_part_of_the_answer()
    {
        await using var agent = Start();
        var turn = Turn.New();
        agent.Send(turn, "#script\nwords 5\nask bash true\nwords 1");
        var asked = await agent.NextAsync<AgentAsked>();
        agent.Steer(turn, _steer, "count to 2");
        agent.Answer(asked, Domain.Permissions.PermissionDecision.Allow);
        var reports = await agent.UntilAsync<AgentFinished>();

        Assert.Equal(_steer.Message, Assert.Single(reports.OfType<AgentTook>()).Message);
        Assert.EndsWith("w0 1, 2.", RunningAgent.TextOf(reports), StringComparison.Ordinal);
        Assert.Equal(turn, ((AgentFinished)reports[^1]).Turn);
    }

    [Fact]
    public async Task With_a_message_that_does_not_wait_breaks_off_what_is_being_said()
    {
        await using var agent = Start();
        var turn = Turn.New();
        agent.Send(turn, "#script\nwords 1000000 5");
        await agent.NextAsync<AgentWords>();
        agent.Steer(turn, _steer, "count to 2", SteerPriority.Now);
        var reports = await agent.UntilAsync<AgentFinished>();
        Assert.EndsWith("1, 2.", RunningAgent.TextOf(reports), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_late_for_its_turn_is_answered_after_it()
    {
        await using var agent = Start();
        var turn = Turn.New();
        await agent.AskAsync(turn, "count to 1");
        agent.Steer(turn, _steer, "count to 2");
        var reports = await agent.UntilAsync<AgentFinished>();
        Assert.Equal("1, 2.", RunningAgent.TextOf(reports));
        Assert.Equal(_steer.Message, ((AgentFinished)reports[^1]).Turn);
    }

    [Fact]
    public async Task Again_after_a_crash_does_not_answer_twice_what_was_answered()
    {
        var turn = Turn.New();
        await using (var agent = Start())
        {
            agent.Send(turn, "#script\nwords 1000000 5");
            await agent.NextAsync<AgentWords>();
            agent.Steer(turn, _steer, "count to 2", SteerPriority.Now);
            await agent.UntilAsync<AgentFinished>();
            agent.Kill(9);
        }
        await using var later = Start();
        later.Send(turn, "#script\nwords 1000000 5", attempt: 2);
        await later.UntilAsync<AgentFinished>();
        later.Steer(turn, _steer, "count to 2");
        var reports = await later.UntilAsync<AgentFinished>();
        Assert.Equal("", RunningAgent.TextOf(reports));
        Assert.Equal(_steer.Message, ((AgentFinished)reports[^1]).Turn);
    }

    [Fact]
    public async Task With_what_is_not_taken_up_yet_gives_it_back_when_the_turn_is_stopped()
    {
        await using var agent = Start();
        var turn = Turn.New();
        agent.Send(turn, "#script\nask bash true");
        await agent.NextAsync<AgentAsked>();
        agent.Steer(turn, _steer, "count to 2");
        agent.Interrupt(turn);
        var finished = (await agent.UntilAsync<AgentFinished>(end => end.Turn == turn)).OfType<AgentFinished>().ToList();
        Assert.Equal([_steer.Message, turn], finished.Select(static end => end.Turn!.Value));
        Assert.All(finished, static end => Assert.Equal("interrupted", end.Failure!.Code));
    }
}
