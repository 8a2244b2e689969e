using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Turns;

public sealed class A_turn_that_the_agent_begins
{
    private static readonly TurnId Own = TurnId.From(Guid.Parse("11111111-1111-4111-8111-111111111111"));

    private readonly Life _life = new();

    public A_turn_that_the_agent_begins()
    {
        _life.Run();
        _life.Finish();
        _life.Say(new AgentBegan(Own, "background"));
    }

    [Fact]
    public void Has_a_start_with_its_origin_and_one_stop()
    {
        _life.Say(new AgentWords("the build is done"), new AgentFinished(Own, null, TurnUsage.None));

        Assert.Equal(("background", 2), _life.Events.OfType<TurnStart>().Where(static start => start.TurnId == Own).Select(static start => (start.Origin!, start.Turn)).Single());
        Assert.Contains(_life.Events, static happened => happened is TurnToken token && token.TurnId == Own);
        Assert.Equal(Own, _life.Stopped.Last());
        Assert.Equal(SessionPhase.Idle, _life.State.Phase);
        Assert.NotNull(_life.State.Process!.IdleUntil);
    }

    [Fact]
    public void Is_asked_for_like_any_other_and_not_denied()
    {
        _life.Say(Life.Question());

        Assert.Equal(SessionPhase.AwaitingPermission, _life.State.Phase);
        Assert.Equal(Own, _life.Events.OfType<PermissionRequested>().Single().TurnId);
    }

    [Fact]
    public void Can_be_cancelled()
    {
        var cancelled = _life.Decide(new CancelTurns(null, "enough"));
        Assert.Equal(InputKind.Interrupt, Assert.IsType<WritePiece>(Assert.Single(cancelled.Effects)).Piece.Kind);

        _life.Say(new AgentFinished(Own, new TurnFailure("interrupted", FailureKind.Interrupted, "stopped", true), TurnUsage.None));
        Assert.Equal(Own, Assert.IsType<SessionCancelled>(_life.Events.Last(static happened => Life.StopOf(happened) is not null)).TurnId);
    }

    [Fact]
    public void Makes_a_message_of_the_owners_wait()
    {
        var mine = _life.Submit();
        Assert.Single(_life.State.Waiting);

        var end = _life.Say(new AgentFinished(Own, null, TurnUsage.None));
        Assert.Contains(end.Effects, static effect => effect is AwaitAdmission);
        _life.Decide(new TurnAdmitted());
        Assert.Equal(mine, _life.State.Turn!.Id);
    }

    [Fact]
    public void Ends_with_an_error_when_its_process_is_lost_and_does_not_park_the_session()
    {
        _life.Lose();

        Assert.Equal(Own, _life.Events.OfType<TurnError>().Single().TurnId);
        Assert.Equal(SessionPhase.Idle, _life.State.Phase);
    }
}
