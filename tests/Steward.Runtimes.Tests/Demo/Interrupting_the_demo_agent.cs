using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Turns;
using Steward.Runtimes.Demo;

namespace Steward.Runtimes.Tests.Demo;

public sealed class Interrupting_the_demo_agent : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    private RunningAgent Start() => RunningAgent.Start(new DemoRuntime(), _home.Context(), ("STEWARD_DEMO_PACE_MS", "5"), ("STEWARD_DEMO_SCRIPT", "1"));

    [Fact]
    public async Task While_it_streams_ends_the_turn_with_the_text_so_far()
    {
        await using var agent = Start();
        var turn = Turn.New();
        agent.Send(turn, "#script\nwords 1000000 5");
        var words = RunningAgent.WordsOf(await agent.UntilAsync<AgentWords>(static words => words.Text == "w3 "));

        agent.Interrupt(turn);
        var rest = await agent.UntilAsync<AgentFinished>();

        AssertInterrupted(turn, rest);
        Assert.Equal(words + RunningAgent.WordsOf(rest), RunningAgent.TextOf(rest));
        Assert.StartsWith("w0 w1 w2 w3 ", RunningAgent.TextOf(rest));
    }

    [Fact]
    public async Task In_a_tool_kills_everything_that_the_tool_started_and_nothing_else()
    {
        await using var agent = Start();
        var turn = Turn.New();
        agent.Send(turn, "run: sleep 600 & echo $! > a.pid; setsid sh -c 'echo $$ > b.pid; exec sleep 600' & sleep 600");
        agent.Answer(await agent.NextAsync<AgentAsked>(), PermissionDecision.Allow);
        var child = await Eventually.TextAsync(Path.Combine(_home.Workspace, "a.pid"));
        var runaway = await Eventually.TextAsync(Path.Combine(_home.Workspace, "b.pid"));

        agent.Interrupt(turn);
        var reports = await agent.UntilAsync<AgentFinished>();

        AssertInterrupted(turn, reports);
        Assert.False(Assert.Single(reports.OfType<AgentToolEnded>()).Ok);
        await Eventually.GoneAsync(child);
        await Eventually.GoneAsync(runaway);
        Assert.Equal("1.", await agent.AskAsync(Turn.New(), "count to 1"));
    }

    [Fact]
    public async Task While_it_waits_for_an_answer_takes_the_question_back()
    {
        await using var agent = Start();
        var turn = Turn.New();
        agent.Send(turn, "run: touch done.txt");
        var asked = await agent.NextAsync<AgentAsked>();

        agent.Interrupt(turn);
        var reports = await agent.UntilAsync<AgentFinished>();
        agent.Answer(asked, PermissionDecision.Allow);

        AssertInterrupted(turn, reports);
        Assert.Equal(asked.AgentRequestId, Assert.Single(reports.OfType<AgentWithdrew>()).AgentRequestId);
        Assert.Equal("1.", await agent.AskAsync(Turn.New(), "count to 1"));
        Assert.False(File.Exists(Path.Combine(_home.Workspace, "done.txt")));
    }

    [Fact]
    public async Task Before_it_came_to_the_message_ends_that_message_alone()
    {
        await using var agent = Start();
        var (first, second) = (Turn.New(), Turn.New());
        agent.Send(first, "run: true");
        var asked = await agent.NextAsync<AgentAsked>();
        agent.Send(second, "#script\nwords 1000000 5");
        agent.Interrupt(second);
        agent.Answer(asked, PermissionDecision.Allow);

        var ended = await agent.NextAsync<AgentFinished>();
        Assert.Equal(first, ended.Turn);
        Assert.Null(ended.Failure);
        AssertInterrupted(second, await agent.UntilAsync<AgentFinished>());
    }

    [Fact]
    public async Task When_nothing_runs_changes_nothing()
    {
        await using var agent = Start();
        agent.Interrupt(Turn.New());
        Assert.Equal("1.", await agent.AskAsync(Turn.New(), "count to 1"));
    }

    private static void AssertInterrupted(TurnId turn, List<AgentReport> reports)
    {
        var finished = Assert.IsType<AgentFinished>(reports[^1]);
        Assert.Equal(turn, finished.Turn);
        Assert.Equal(FailureKind.Interrupted, finished.Failure?.Kind);
    }
}
