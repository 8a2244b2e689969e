using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;

namespace Steward.Domain.Tests.Permissions;

public sealed class A_question_of_an_agent
{
    private static Life Asking(SessionLimits? limits = null)
    {
        var life = new Life(limits);
        life.Run();
        life.Say(Life.Question());
        return life;
    }

    private static WritePiece AnswerIn(Decision decision) => Assert.IsType<WritePiece>(Assert.Single(decision.Effects));

    [Fact]
    public void Waits_for_its_owner_and_takes_one_answer()
    {
        var life = Asking();
        var id = Assert.Single(life.State.Requests).Id;
        Assert.Equal(SessionPhase.AwaitingPermission, life.State.Phase);

        var answer = AnswerIn(life.Decide(new ResolveRequest(id, PermissionDecision.Allow, null, "owner"))).Piece;

        Assert.Equal((PermissionDecision.Allow, "q1"), (answer.Decision!.Value, answer.AgentRequestId));
        Assert.Equal(id, Assert.IsType<PermissionRequested>(life.Journal[(int)answer.WordsSeq - 1].Event).RequestId);
        Assert.Equal(Refusal.RequestUnknown, life.Decide(new ResolveRequest(id, PermissionDecision.Deny, null, "owner")).Refusal);
    }

    [Fact]
    public void Is_denied_when_nobody_answers_in_time()
    {
        var life = Asking();
        Assert.Equal(life.Now + TimeSpan.FromSeconds(30), SessionRules.NextDeadline(life.State));
        life.Pass(TimeSpan.FromSeconds(30));
        var decision = life.Decide(new Tick());

        Assert.Equal(PermissionDecision.Deny, AnswerIn(decision).Piece.Decision);
        Assert.Equal([typeof(PermissionExpired), typeof(PermissionResolved)], decision.Events.Take(2).Select(static happened => happened.GetType()));
    }

    [Fact]
    public void Is_denied_at_once_where_nobody_is()
    {
        var life = Asking(SessionLimits.Default with { PermissionTimeout = TimeSpan.Zero });
        Assert.Equal("policy", Assert.Single(life.Events.OfType<PermissionResolved>()).DecidedBy);
        Assert.Empty(life.State.Requests);
    }

    [Fact]
    public void Answered_with_always_is_not_asked_again_for_the_same_command_alone()
    {
        var life = Asking();
        life.Decide(new ResolveRequest(life.State.Requests[0].Id, PermissionDecision.Allow, RememberScope.Session, "owner"));

        Assert.Equal(PermissionDecision.Allow, AnswerIn(life.Say(Life.Question("q2"))).Piece.Decision);
        Assert.Empty(life.Say(Life.Question("q3", command: "ls -la")).Effects);
        Assert.Single(life.State.Requests);
    }

    [Fact]
    public void Is_denied_by_a_rule_whatever_was_remembered()
    {
        var life = Asking();
        life.Decide(new ResolveRequest(life.State.Requests[0].Id, PermissionDecision.Allow, RememberScope.Session, "owner"));
        var decision = life.SayUnder([new PermissionRule(RuleVerdict.Deny, "*")], Life.Question("q2"));
        Assert.Equal(PermissionDecision.Deny, AnswerIn(decision).Piece.Decision);
    }

    [Fact]
    public void That_the_agent_takes_back_needs_no_answer()
    {
        var life = Asking();
        Assert.Empty(life.Say(new AgentWithdrew("q1")).Effects);
        Assert.Equal(PermissionDecision.Withdrawn, Assert.Single(life.Events.OfType<PermissionResolved>()).Decision);
    }

    [Fact]
    public void That_its_owner_waves_away_is_denied()
    {
        var life = Asking();
        var decision = life.Decide(new ResolveRequest(life.State.Requests[0].Id, PermissionDecision.Withdrawn, null, "owner"));
        Assert.Equal(PermissionDecision.Deny, AnswerIn(decision).Piece.Decision);
    }

    [Fact]
    public void Ends_with_its_turn()
    {
        var life = Asking();
        life.Decide(new CancelTurns(null, "enough"));
        Assert.Empty(life.State.Requests);
        Assert.Equal(SessionPhase.Cancelling, life.State.Phase);
    }
}
