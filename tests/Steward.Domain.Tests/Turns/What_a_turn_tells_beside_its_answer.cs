using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;
using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Domain.Tests.Turns;

public sealed class What_a_turn_tells_beside_its_answer
{
    private readonly Life _life = new();

    [Fact]
    public void Of_helpers_names_the_call_that_started_them_and_is_no_message()
    {
        var turn = _life.Run();
        _life.Say(
            new AgentToolStarted("a", "Agent", RawJson.EmptyObject), new AgentHelperSaid("a", "I look."), new AgentToolStarted("b", "Bash", RawJson.EmptyObject) { ParentCallId = "a" },
            new AgentToolEnded("b", "Bash", true, "fine", 3) { ParentCallId = "a" }, new AgentToolEnded("a", "Agent", true, "found", 9));

        Assert.Contains(new HelperMessage(turn, "a", "I look."), _life.Events);
        Assert.Equal([null, "a"], _life.Events.OfType<ToolStart>().Select(static tool => tool.ParentCallId));
        Assert.Equal(["a", null], _life.Events.OfType<ToolEnd>().Select(static tool => tool.ParentCallId));
        Assert.Empty(_life.Events.OfType<TurnMessage>());
    }

    [Fact]
    public void Of_things_to_do_is_kept_as_it_was_last()
    {
        _life.Run();
        _life.Say(new AgentTodo([new TodoItem("one", TodoStatus.Pending)]));
        _life.Say(new AgentTodo([new TodoItem("one", TodoStatus.Completed), new TodoItem("two", TodoStatus.InProgress)]));

        Assert.Equal(["one", "two"], _life.State.Todo.Select(static item => item.Text));
    }

    [Fact]
    public void Of_its_cost_adds_up_over_turns_that_failed_too()
    {
        for (var i = 0; i < 2; i++)
        {
            _life.Run();
            _life.Say(new AgentFinished(
                null, i == 0 ? new TurnFailure("x", FailureKind.Service, "m", true) : null, new TurnUsage(100, 10, 0.25) { Model = "m", ContextTokens = 90, ContextWindow = 200 }));
        }

        Assert.Equal(new SessionUsage { PromptTokens = 200, CompletionTokens = 20, CostUsd = 0.5, Model = "m", ContextTokens = 90, ContextWindow = 200 }, _life.State.Usage);
        Assert.True(IndexOf<TurnUsed>() < IndexOf<TurnError>(), "What was used is told before the turn's one stop event.");
    }

    [Fact]
    public void Of_windows_keeps_the_last_of_each_and_not_more_than_a_handful()
    {
        _life.Run();
        _life.Say(Window("five_hour", 0.5), Window("seven_day", 0.1), Window("five_hour", 0.9));
        Assert.Equal([("seven_day", 0.1), ("five_hour", 0.9)], _life.State.Windows.Select(static window => (window.Window, window.Utilisation!.Value)));

        _life.Say([.. Enumerable.Range(0, 100).Select(static i => Window($"w{i}", 0))]);
        Assert.Equal(16, _life.State.Windows.Count);
    }

    [Fact]
    public void Of_a_failure_is_kept_until_another_turn_begins()
    {
        _life.Run();
        _life.Finish(new TurnFailure("auth", FailureKind.Auth, "Not logged in", false, "log in"));
        Assert.Equal("Not logged in", _life.State.LastFailure?.Message);
        Assert.Equal(SessionPhase.Idle, _life.State.Phase);
        _life.Run();
        Assert.Null(_life.State.LastFailure);
    }

    [Fact]
    public void It_asks_for_and_cannot_have_is_declined_at_once()
    {
        _life.Run();
        _life.Say(new AgentDeclined("q9", "elicitation", "It cannot be shown.", new RawJson("{}")));

        var declined = _life.Journal.Single(static entry => entry.Event is AgentRequestDeclined);
        var seq = _life.Journal.ToList().IndexOf(declined) + 1;
        var piece = _life.Events.OfType<ProcessInput>().Last().Piece;
        Assert.Equal((InputKind.Reply, "q9", (long)seq), (piece.Kind, piece.AgentRequestId, piece.WordsSeq));
    }

    private int IndexOf<T>() => _life.Events.ToList().FindIndex(static happened => happened is T);

    private static AgentWindow Window(string name, double used) => new(new UsageWindow(name, "allowed", used, null));
}
