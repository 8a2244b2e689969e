using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Turns;

public sealed class A_turn_that_is_silent
{
    private readonly Life _life = new(SessionLimits.Default with { StallTimeout = TimeSpan.FromMinutes(5) });

    public A_turn_that_is_silent() => _life.Run();

    [Fact]
    public void Is_told_of_once_and_goes_on()
    {
        Wait(5);
        Wait(60);

        var stalled = Assert.Single(_life.Events.OfType<TurnStalled>());
        Assert.Equal(TimeSpan.FromMinutes(5).TotalMilliseconds, stalled.SilentMs);
        Assert.Contains("not said a word", stalled.Cause, StringComparison.Ordinal);
        Assert.Equal(SessionPhase.Running, _life.State.Phase);
    }

    [Fact]
    public void Is_told_of_again_when_it_spoke_in_between()
    {
        Wait(5);
        _life.Say(new AgentWords("there"));
        Assert.False(_life.State.Turn!.Stalled);
        Wait(5);

        Assert.Equal(2, _life.Events.OfType<TurnStalled>().Count());
        Assert.Contains("in the middle", _life.Events.OfType<TurnStalled>().Last().Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_not_stalled_while_a_tool_runs_or_a_question_waits()
    {
        _life.Say(new AgentToolStarted("c", "bash", RawJson.EmptyObject));
        Wait(60);
        _life.Say(new AgentToolEnded("c", "bash", true, "fine", 3), Life.Question());
        _life.Pass(TimeSpan.FromSeconds(29));
        _life.Decide(new Tick());

        Assert.Empty(_life.Events.OfType<TurnStalled>());
    }

    [Fact]
    public void Is_never_told_of_when_its_owner_does_not_want_that()
    {
        var patient = new Life(SessionLimits.Default with { StallTimeout = TimeSpan.Zero });
        patient.Run();

        Assert.Null(SessionRules.NextDeadline(patient.State));
    }

    [Fact]
    public void Says_what_it_had_heard_last_where_that_explains_it()
    {
        _life.Say(new AgentRetries(3, 10, 4300, "overloaded, HTTP 529"));
        Wait(5);
        _life.Say(new AgentToolStarted("c", "Bash", RawJson.EmptyObject), new AgentToolEnded("c", "Bash", true, "fine", 3));
        Wait(5);

        var causes = _life.Events.OfType<TurnStalled>().Select(static stalled => stalled.Cause).ToList();
        Assert.Contains("try 3 of 10 was to come after 4.3 s", causes[0], StringComparison.Ordinal);
        Assert.Contains("the result of Bash", causes[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Is_given_up_where_its_owner_wants_that_and_ends_with_an_error_that_says_why()
    {
        var life = new Life(SessionLimits.Default with { StallTimeout = TimeSpan.FromMinutes(5), StallCancel = TimeSpan.FromMinutes(20) });
        var turn = life.Run();
        life.Pass(TimeSpan.FromMinutes(5));
        life.Decide(new Tick());
        Assert.Equal(life.Now + TimeSpan.FromMinutes(15), SessionRules.NextDeadline(life.State));
        life.Pass(TimeSpan.FromMinutes(15));
        life.Decide(new Tick());

        Assert.Equal(SessionPhase.Cancelling, life.State.Phase);
        Assert.Single(life.Events.OfType<TurnStalled>());
        Assert.Contains(life.Events, static happened => happened is ProcessInput { Piece.Kind: InputKind.Interrupt });
        life.Finish();
        var error = Assert.Single(life.Events.OfType<TurnError>());
        Assert.Equal((turn, FailureKind.Stalled, true), (error.TurnId, error.Kind, error.Retryable));
        Assert.Contains("for 1200 s: it has not said a word", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(life.Events, static happened => happened is SessionCancelled);
    }

    [Fact]
    public void Is_given_up_too_when_it_does_not_stop_and_loses_its_process()
    {
        var life = new Life(SessionLimits.Default with { StallTimeout = TimeSpan.Zero, StallCancel = TimeSpan.FromMinutes(1) });
        life.Run();
        life.Pass(TimeSpan.FromMinutes(1));
        life.Decide(new Tick());
        life.Pass(life.State.Limits.CancelTimeout);
        life.Decide(new Tick());
        life.Exit();

        Assert.Equal("stalled", Assert.Single(life.Events.OfType<TurnError>()).Code);
    }

    private void Wait(int minutes)
    {
        _life.Pass(TimeSpan.FromMinutes(minutes));
        _life.Decide(new Tick());
    }
}
