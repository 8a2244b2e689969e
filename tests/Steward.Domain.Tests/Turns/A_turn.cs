using System.Text;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Turns;

public sealed class A_turn
{
    [Fact]
    public void That_is_cut_off_is_resumed_three_times_and_then_parked()
    {
        var life = new Life();
        var turn = life.Run();
        for (var resumed = 1; resumed <= 3; resumed++)
        {
            life.Lose();
            Assert.Equal(turn, life.State.Turn?.Id);
            life.Start();
            Assert.Equal(SessionPhase.Running, life.State.Phase);
            Assert.Equal(resumed + 1, life.State.Turn?.Attempt);
        }

        life.Lose();

        Assert.Equal(SessionPhase.Parked, life.State.Phase);
        Assert.Equal("interrupted", Assert.Single(life.Events.OfType<TurnError>()).Code);
        life.Submit("go on");
        Assert.Equal(SessionPhase.Queued, life.State.Phase);
    }

    [Fact]
    public void That_is_cut_off_after_an_hour_is_not_resumed_by_itself()
    {
        var life = new Life();
        life.Run();
        life.Pass(TimeSpan.FromMinutes(61));
        life.Lose();
        Assert.Equal(SessionPhase.Parked, life.State.Phase);
    }

    [Fact]
    public void That_is_cut_off_is_not_sent_again_to_an_agent_that_cannot_resume()
    {
        var life = new Life();
        life.Run();
        life.Lose(canResume: false);
        Assert.Equal(SessionPhase.Parked, life.State.Phase);
        Assert.Single(life.Effects.OfType<WritePiece>());
    }

    [Fact]
    public void That_finished_with_its_last_words_is_done_and_not_resumed()
    {
        var life = new Life();
        var turn = life.Run();
        life.Lose(canResume: true, new AgentWords("all "), new AgentFinished(turn, null, new TurnUsage(3, 4)));

        Assert.Equal(7, Assert.Single(life.Events.OfType<TurnDone>()).Stats.Tokens);
        Assert.Equal(SessionPhase.Idle, life.State.Phase);
    }

    [Fact]
    public void That_waits_for_a_new_process_is_not_ended_by_the_last_words_of_the_old_one()
    {
        var life = new Life(SessionLimits.Default with { TurnOutputBytes = 10 });
        var first = life.Run();
        var second = life.Submit();
        life.Say(new AgentWords("much more than ten"));
        Assert.Equal(first, Assert.Single(life.Events.OfType<TurnError>()).TurnId);
        life.Decide(new TurnAdmitted());

        life.Exit(1, new AgentMessage("the tail"), new AgentFinished(null, new TurnFailure("signal-15", FailureKind.Agent, "", false), TurnUsage.None));

        Assert.DoesNotContain(second, life.Stopped);
        Assert.Empty(life.Events.OfType<TurnMessage>());
        life.Start();
        Assert.Equal((second, SessionPhase.Running), (life.State.Turn!.Id, life.State.Phase));
    }

    [Fact]
    public void That_does_not_stop_when_asked_loses_its_process_in_time()
    {
        var life = new Life();
        var turn = life.Run();
        life.Decide(new CancelTurns(null, "enough"));
        Assert.Equal(InputKind.Interrupt, life.Effects.OfType<WritePiece>().Last().Piece.Kind);
        Assert.Equal(SessionPhase.Cancelling, life.State.Phase);
        Assert.Equal(life.Now + TimeSpan.FromSeconds(5), SessionRules.NextDeadline(life.State));
        Assert.Empty(life.Decide(new Tick()).Effects);

        life.Pass(TimeSpan.FromSeconds(5));
        Assert.IsType<StopProcess>(Assert.Single(life.Decide(new Tick()).Effects));
        life.Exit(null);

        Assert.Equal(turn, Assert.Single(life.Events.OfType<SessionCancelled>()).TurnId);
        Assert.Empty(life.State.Crashes);
        Assert.Equal(SessionPhase.Idle, life.State.Phase);
    }

    [Fact]
    public void That_writes_more_than_it_may_is_ended_whether_with_words_or_with_notes()
    {
        foreach (var report in new AgentReport[] { new AgentWords("12345678901"), new AgentNote("12345678901"), new AgentRaw(new RawJson("\"123456789\"")) })
        {
            var life = new Life(SessionLimits.Default with { TurnOutputBytes = 10 });
            life.Run();
            var decision = life.Say(report);
            Assert.Equal("output-limit", Assert.Single(decision.Events.OfType<TurnError>()).Code);
            Assert.IsType<StopProcess>(Assert.Single(decision.Effects));
        }
    }

    [Fact]
    public void That_writes_many_short_notes_is_ended_for_the_room_that_they_take_and_not_for_their_letters()
    {
        var life = new Life(SessionLimits.Default with { TurnOutputBytes = 10_000 });
        life.Run();
        for (var i = 0; i < 100 && life.State.RunningTurn is not null; i++)
            life.Say(new AgentNote("y"));

        Assert.Equal("output-limit", Assert.Single(life.Events.OfType<TurnError>()).Code);
        Assert.InRange(life.Events.OfType<TurnProgress>().Count(), 10, 60);
    }

    [Fact]
    public void That_is_over_leaves_a_process_that_may_not_fill_the_disk_with_notes()
    {
        var life = new Life(SessionLimits.Default with { TurnOutputBytes = 300 });
        life.Run();
        life.Finish();
        for (var i = 0; i < 100; i++)
            life.Say(new AgentNote("a note"));

        Assert.True(life.State.Process!.Ending);
        Assert.Equal(2, life.Events.OfType<TurnProgress>().Count());
    }

    [Fact]
    public void Has_a_title_of_whole_characters()
    {
        for (var length = 55; length < 62; length++)
        {
            var life = new Life();
            life.Submit(new string('x', length) + "😀😀😀😀\nsecond line");
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(life.State.Title!);
            Assert.True(life.State.Title!.Length <= 60);
        }
    }

    [Fact]
    public void That_finds_the_queue_full_is_refused_and_changes_nothing()
    {
        var life = new Life(SessionLimits.Default with { MaxWaiting = 1 });
        life.Submit();
        var before = life.State;
        Assert.Equal(Refusal.QueueFull, life.Decide(new SubmitTurn(TurnId.From(Guid.NewGuid()), "one more")).Refusal);
        Assert.Same(before, life.State);
    }
}
