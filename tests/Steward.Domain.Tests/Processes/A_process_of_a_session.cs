using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;

namespace Steward.Domain.Tests.Processes;

public sealed class A_process_of_a_session
{
    [Fact]
    public void That_dies_five_times_within_ten_minutes_parks_its_session()
    {
        var life = new Life();
        for (var crash = 1; crash <= 5; crash++)
        {
            Assert.NotEqual(SessionPhase.Parked, life.State.Phase);
            life.Run();
            life.Exit();
            life.Pass(TimeSpan.FromMinutes(2));
        }

        Assert.Contains("died 5 times", Assert.Single(life.Events.OfType<SessionParked>()).Reason);
        life.Run();
        Assert.Equal(SessionPhase.Running, life.State.Phase);
    }

    [Fact]
    public void That_dies_now_and_then_parks_nothing()
    {
        var life = new Life();
        for (var crash = 1; crash <= 20; crash++)
        {
            life.Run();
            life.Exit();
            life.Pass(TimeSpan.FromMinutes(3));
        }
        Assert.Empty(life.Events.OfType<SessionParked>());
    }

    [Fact]
    public void Is_named_before_it_is_asked_for_and_its_message_follows_when_it_is_there()
    {
        var life = new Life();
        var turn = life.Submit();
        var launch = Assert.IsType<LaunchProcess>(Assert.Single(life.Decide(new TurnAdmitted()).Effects)).Launch;
        Assert.Equal(launch, Assert.Single(life.Events.OfType<ProcessStarting>()).LaunchId);

        var decision = life.Decide(new ChildStarted(launch, 100, 1));

        var piece = Assert.IsType<WritePiece>(Assert.Single(decision.Effects)).Piece;
        Assert.Equal((turn, 1L, InputKind.Message), (piece.Turn!.Value, piece.Number, piece.Kind));
        Assert.Equal(turn, Assert.IsType<TurnQueued>(life.Journal[(int)piece.WordsSeq - 1].Event).TurnId);
        Assert.Empty(life.Decide(new ChildStarted(launch, 100, 1)).Events);
    }

    [Fact]
    public void With_nothing_to_do_is_ended_after_its_time_and_a_new_message_keeps_it()
    {
        var life = new Life();
        life.Run();
        life.Finish();
        life.Pass(TimeSpan.FromMinutes(9));
        life.Submit();
        life.Decide(new TurnAdmitted());
        life.Pass(TimeSpan.FromMinutes(9));
        Assert.Empty(life.Decide(new Tick()).Effects);
        life.Finish();

        life.Pass(TimeSpan.FromMinutes(10));
        Assert.IsType<StopProcess>(Assert.Single(life.Decide(new Tick()).Effects));
        Assert.Null(SessionRules.NextDeadline(life.State));
    }

    [Fact]
    public void That_asks_too_late_is_denied_and_still_ended_after_its_time()
    {
        var life = new Life();
        life.Run();
        life.Finish();
        var answer = Assert.IsType<WritePiece>(Assert.Single(life.Say(Life.Question()).Effects)).Piece;
        Assert.Equal(Domain.Permissions.PermissionDecision.Deny, answer.Decision);

        life.Pass(TimeSpan.FromMinutes(10));
        Assert.IsType<StopProcess>(Assert.Single(life.Decide(new Tick()).Effects));
    }

    [Fact]
    public void Of_a_killed_session_is_stopped_at_once_and_its_end_is_still_noted()
    {
        var life = new Life();
        var turn = life.Run();
        var waiting = life.Submit();
        var decision = life.Decide(new EndSession(SessionEnd.Killed));

        Assert.IsType<StopProcess>(Assert.Single(decision.Effects));
        Assert.Equal([waiting, turn], life.Stopped);
        Assert.True(life.State.Process is not null && !life.State.IsLive);
        Assert.IsType<ProcessExited>(Assert.Single(life.Exit(null).Events));
        Assert.Equal(Refusal.SessionOver, life.Decide(new SubmitTurn(new("turn_1"), "more")).Refusal);
    }

    [Fact]
    public void Is_told_of_another_login_in_a_turn_and_out_of_one_and_no_secret_is_in_it()
    {
        var life = new Life();
        Assert.Empty(life.Decide(new RefreshLogin()).Events);
        life.Run();
        life.Decide(new RefreshLogin());
        life.Finish();
        life.Decide(new RefreshLogin());
        var told = life.Events.OfType<ProcessInput>().Select(static input => input.Piece).Where(static piece => piece.Kind == InputKind.Login).ToList();
        Assert.Equal([2L, 3L], told.Select(static piece => piece.Number));
        Assert.All(told, static piece => Assert.Equal(new InputPiece(piece.Launch, piece.Number, InputKind.Login), piece));
        Assert.NotNull(life.State.Process!.IdleUntil);
    }

    [Fact]
    public void Is_let_go_of_when_it_is_idle_and_at_no_other_time()
    {
        var life = new Life();
        life.Run();
        Assert.Empty(LetGo().Effects);
        life.Say(Life.Question());
        Assert.Empty(LetGo().Effects);
        life.Finish();
        life.Submit();
        Assert.Empty(LetGo().Effects);
        life.Decide(new TurnAdmitted());
        life.Finish();
        Assert.Empty(life.Decide(new LetGo(new LaunchId("another-1"))).Effects);
        Assert.IsType<StopProcess>(Assert.Single(LetGo().Effects));

        Decision LetGo() => life.Decide(new LetGo(life.State.Process!.Launch));
    }

    [Fact]
    public void With_work_in_its_background_is_not_idle_and_its_time_begins_when_that_has_ended()
    {
        var life = new Life();
        life.Run();
        life.Say(new AgentBackground(2));
        life.Finish();
        life.Pass(TimeSpan.FromHours(5));
        Assert.Null(SessionRules.NextDeadline(life.State));
        Assert.Empty(life.Decide(new Tick()).Effects);
        Assert.Empty(life.Decide(new LetGo(life.State.Process!.Launch)).Effects);

        life.Say(new AgentBackground(0));
        Assert.Empty(life.Decide(new Tick()).Effects);
        life.Pass(TimeSpan.FromMinutes(10));
        Assert.IsType<StopProcess>(Assert.Single(life.Decide(new Tick()).Effects));
    }

    [Fact]
    public void That_was_started_ahead_is_taken_under_its_id_and_only_when_there_is_none()
    {
        var life = new Life();
        var ahead = new LaunchId("ahead-0");
        life.Submit();
        Assert.Equal(ahead, Assert.IsType<LaunchProcess>(Assert.Single(life.Decide(new TurnAdmitted { Spare = ahead }).Effects)).Launch);
        life.Start();
        life.Finish();
        life.Submit();
        Assert.Empty(life.Decide(new TurnAdmitted { Spare = new LaunchId("ahead-1") }).Effects.OfType<LaunchProcess>());
        Assert.Equal(ahead, life.State.Process!.Launch);
    }
}
