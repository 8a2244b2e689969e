using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Turns;

public sealed class A_message_into_a_running_turn
{
    private static readonly TurnFailure GivenBack = new("withdrawn", FailureKind.Interrupted, "It was given back.", true);

    private readonly Life _life = new();

    [Fact]
    public void Is_refused_when_no_turn_runs()
    {
        Assert.Equal(Refusal.NoTurn, Steered().Refusal);
        Assert.Empty(_life.Events.OfType<TurnSteered>());
    }

    [Fact]
    public void Is_refused_when_the_turn_is_being_stopped()
    {
        _life.Run();
        _life.Decide(new CancelTurns(null, "enough"));
        Assert.Equal(Refusal.NoTurn, Steered().Refusal);
    }

    [Fact]
    public void Is_refused_when_another_turn_runs_than_the_one_that_it_is_for()
    {
        var turn = _life.Run();
        Assert.Equal(Refusal.NoTurn, Steered(new TurnId("turn_other")).Refusal);
        Assert.Null(Steered(turn).Refusal);
    }

    [Fact]
    public void Is_refused_when_the_agent_began_the_turn_by_itself()
    {
        _life.Run();
        _life.Finish();
        _life.Say(new AgentBegan(TurnId.From(Guid.NewGuid()), "background"));
        Assert.Equal(Refusal.AgentsOwnTurn, Steered().Refusal);
    }

    [Fact]
    public void Is_committed_before_it_is_sent_and_comes_before_all_that_wait()
    {
        _life.Run();
        _life.Submit();
        var steer = _life.Steer(SteerPriority.Now);
        var piece = _life.Effects.OfType<WritePiece>().Last().Piece;
        Assert.Equal(InputKind.Steer, piece.Kind);
        var words = Assert.IsType<TurnSteered>(_life.Journal[(int)piece.WordsSeq - 1].Event);
        Assert.Equal((steer, "and mind this", SteerPriority.Now), (words.SteerId, words.Content, words.Priority));
    }

    [Fact]
    public void Comes_after_the_turn_s_own_when_that_is_not_sent_yet()
    {
        _life.Submit();
        _life.Decide(new TurnAdmitted());
        _life.Steer();
        Assert.Empty(Pieces());
        _life.Start();
        Assert.Equal([InputKind.Message, InputKind.Steer], Pieces().Select(static piece => piece.Kind));
    }

    [Fact]
    public void Is_answered_with_the_turn_that_it_became_a_part_of()
    {
        var turn = _life.Run();
        var steer = _life.Steer();
        _life.Say(new AgentTook(steer.Message), new AgentFinished(turn, null, new TurnUsage(1, 2)));
        Assert.Equal([turn], _life.Stopped);
        Assert.Equal(3, _life.Events.OfType<TurnDone>().Single().Stats.Tokens);
    }

    [Fact]
    public void Keeps_the_turn_going_until_it_is_answered_too()
    {
        var turn = _life.Run();
        var (first, second) = (_life.Steer(), _life.Steer());
        _life.Say(new AgentFinished(turn, null, new TurnUsage(1, 2)), new AgentFinished(first.Message, null, new TurnUsage(10, 20, 0.5)));
        Assert.Empty(_life.Stopped);
        Assert.Equal(SessionPhase.Running, _life.State.Phase);
        _life.Say(new AgentWords("that too"), new AgentFinished(second.Message, null, new TurnUsage(100, 200, 0.25)));

        Assert.Equal([turn], _life.Stopped);
        var stats = _life.Events.OfType<TurnDone>().Single().Stats;
        Assert.Equal((111, 222, 0.75), (stats.PromptTokens, stats.CompletionTokens, stats.CostUsd));
        Assert.Equal(turn, _life.Events.OfType<TurnToken>().Single().TurnId);
    }

    [Fact]
    public void Is_not_waited_for_once_the_agent_gave_it_back()
    {
        var turn = _life.Run();
        var steer = _life.Steer();
        _life.Say(new AgentFinished(steer.Message, GivenBack, TurnUsage.None));
        Assert.Equal(steer, _life.Events.OfType<SteerDropped>().Single().SteerId);
        Assert.Equal(turn, _life.State.Turn!.Id);
        _life.Say(new AgentFinished(turn, null, TurnUsage.None));
        Assert.Equal([turn], _life.Stopped);
    }

    [Fact]
    public void Decides_how_the_turn_ends_when_it_is_answered_last_and_what_failed_before_is_told()
    {
        var turn = _life.Run();
        var steer = _life.Steer();
        _life.Say(new AgentFinished(turn, new TurnFailure("overloaded", FailureKind.Overloaded, "Too much to do.", true), TurnUsage.None));
        _life.Say(new AgentFinished(steer.Message, null, TurnUsage.None));
        Assert.Contains("Too much to do.", _life.Events.OfType<TurnProgress>().Single().Text, StringComparison.Ordinal);
        Assert.Single(_life.Events.OfType<TurnDone>());
    }

    [Fact]
    public void Ends_with_its_turn_when_that_is_cancelled()
    {
        var turn = _life.Run();
        var steer = _life.Steer();
        _life.Decide(new CancelTurns(null, "enough"));
        _life.Say(new AgentFinished(steer.Message, GivenBack, TurnUsage.None), new AgentFinished(turn, GivenBack, TurnUsage.None));
        Assert.Equal(turn, _life.Events.OfType<SessionCancelled>().Single().TurnId);
        Assert.Equal(SessionPhase.Idle, _life.State.Phase);
    }

    [Fact]
    public void Is_taken_back_when_an_answer_ends_its_turn()
    {
        _life.Run();
        _life.Steer();
        _life.Say(Life.Question());
        _life.Decide(new ResolveRequest(_life.State.Requests[0].Id, PermissionDecision.Deny, null, "owner") { EndTurn = true });
        Assert.Equal([InputKind.Answer, InputKind.Interrupt], Pieces().TakeLast(2).Select(static piece => piece.Kind));
    }

    [Fact]
    public void Is_sent_again_after_its_turn_s_own_when_that_is_resumed()
    {
        var turn = _life.Run();
        var steer = _life.Steer();
        _life.Say(new AgentTook(steer.Message));
        _life.Lose();
        _life.Start();
        Assert.Equal([InputKind.Message, InputKind.Steer], Pieces().TakeLast(2).Select(static piece => piece.Kind));
        _life.Say(new AgentFinished(turn, null, TurnUsage.None));
        Assert.Empty(_life.Stopped);
        _life.Say(new AgentFinished(steer.Message, null, TurnUsage.None));
        Assert.Equal([turn], _life.Stopped);
    }

    [Fact]
    public void Ends_with_its_turn_when_the_agent_dies()
    {
        var turn = _life.Run();
        _life.Steer();
        _life.Exit();
        Assert.Equal(turn, _life.Events.OfType<TurnError>().Single().TurnId);
        Assert.Empty(_life.State.Waiting);
    }

    [Fact]
    public void Is_refused_when_too_many_were_sent_before()
    {
        var life = new Life(SessionLimits.Default with { MaxWaiting = 2 });
        life.Run();
        life.Steer();
        life.Steer();
        Assert.Equal(Refusal.QueueFull, life.Decide(new SteerTurn(SteerId.From(Guid.NewGuid()), "more")).Refusal);
    }

    private Decision Steered(TurnId? turn = null) => _life.Decide(new SteerTurn(SteerId.From(Guid.NewGuid()), "and mind this") { Turn = turn });

    private List<InputPiece> Pieces() => [.. _life.Events.OfType<ProcessInput>().Select(static input => input.Piece)];
}
