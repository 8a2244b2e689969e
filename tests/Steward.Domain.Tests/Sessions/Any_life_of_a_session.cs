using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Sessions;

/// <summary>Whatever happens to a session, in whatever order: these hold after each step.</summary>
public sealed class Any_life_of_a_session
{
    private delegate void Check(Step step);

    private sealed record Step(Life Life, SessionState Before, SessionInput Input, Decision Decision);

    [Fact]
    public void Numbers_its_events_without_a_gap() => Always(static step =>
        Assert.Equal(step.Before.Seq + step.Decision.Events.Count, step.Decision.State.Seq));

    [Fact]
    public void Is_the_same_when_its_events_are_replayed() => Always(afterwards: static life =>
    {
        SessionState? replayed = null;
        foreach (var (happened, at) in life.Journal)
            replayed = SessionRules.Apply(replayed, happened, at);
        Assert.Equal(Json(life.State), Json(replayed!));
    });

    [Fact]
    public void Stops_no_turn_twice_and_none_that_was_not_queued() => Always(static step =>
    {
        var stopped = step.Life.Stopped.ToList();
        Assert.Equal(stopped.Count, stopped.Distinct().Count());
        Assert.Empty(stopped.Except(Begun(step.Life)));
    });

    [Fact]
    public void Stops_every_turn_in_the_end() => Always(afterwards: static life =>
    {
        Drain(life);
        Assert.Equal(
            Begun(life).Select(static turn => turn.Value).Order(),
            life.Stopped.Select(static turn => turn.Value).Order());
    });

    [Fact]
    public void Starts_and_writes_nothing_once_it_is_over() => Always(static step =>
    {
        if (step.Decision.State.End is null)
            return;
        Assert.DoesNotContain(step.Decision.Effects, static effect => effect is LaunchProcess or WritePiece or AwaitAdmission);
        if (step.Before.End is not null)
            Assert.Empty(step.Decision.Effects);
        Assert.Null(step.Decision.State.Turn);
        Assert.Empty(step.Decision.State.Waiting);
        Assert.Empty(step.Decision.State.Requests);
    });

    [Fact]
    public void Has_one_process_at_most_and_asks_for_each_once() => Always(static step =>
    {
        var live = new HashSet<LaunchId>();
        foreach (var happened in step.Life.Events)
            if (happened is ProcessStarting starting)
            {
                Assert.Empty(live);
                live.Add(starting.LaunchId);
            }
            else if (happened is ProcessExited exited)
                Assert.True(live.Remove(exited.LaunchId));
        var launched = step.Life.Effects.OfType<LaunchProcess>().Select(static launch => launch.Launch).ToList();
        Assert.Equal(launched.Count, launched.Distinct().Count());
    });

    [Fact]
    public void Numbers_what_it_writes_to_a_process_from_one_and_commits_it_first() => Always(static step =>
    {
        foreach (var pieces in step.Life.Effects.OfType<WritePiece>().GroupBy(static write => write.Piece.Launch))
            Assert.Equal(Enumerable.Range(1, pieces.Count()).Select(static i => (long)i), pieces.Select(static write => write.Piece.Number));
        Assert.Equal(
            step.Decision.Events.OfType<ProcessInput>().Select(static input => input.Piece),
            step.Decision.Effects.OfType<WritePiece>().Select(static write => write.Piece));
    });

    [Fact]
    public void Writes_nothing_to_a_process_that_is_not_there_or_on_its_way_out() => Always(static step =>
    {
        foreach (var write in step.Decision.Effects.OfType<WritePiece>())
            Assert.True(step.Before.Process is { Ending: false } process && process.Launch == write.Piece.Launch);
    });

    [Fact]
    public void Answers_each_question_once_and_tells_the_agent_while_its_process_lives() => Always(static step =>
    {
        var resolved = step.Life.Events.OfType<PermissionResolved>().Select(static happened => happened.RequestId).ToList();
        Assert.Equal(resolved.Count, resolved.Distinct().Count());
        var asked = step.Life.Events.OfType<PermissionRequested>().ToDictionary(static request => request.RequestId);
        var answers = step.Decision.Effects.OfType<WritePiece>().Select(static write => write.Piece).Where(static piece => piece.Kind == InputKind.Answer).ToList();
        foreach (var decided in step.Decision.Events.OfType<PermissionResolved>())
            if (decided.Decision != PermissionDecision.Withdrawn)
                Assert.Contains(answers, piece => piece.AgentRequestId == asked[decided.RequestId].AgentRequestId && piece.Decision == decided.Decision);
    });

    [Fact]
    public void Lets_no_answer_of_its_owner_go_unheard() => Always(static step =>
    {
        if (step.Input is ResolveRequest && step.Decision.Refusal is null)
            Assert.Contains(step.Decision.Effects, static effect => effect is WritePiece { Piece.Kind: InputKind.Answer });
    });

    [Fact]
    public void Has_no_question_open_without_the_turn_and_the_process_that_asked() => Always(static step =>
    {
        if (step.Decision.State.Requests.Count == 0)
            return;
        Assert.NotNull(step.Decision.State.Turn);
        Assert.NotNull(step.Decision.State.Process);
        Assert.All(step.Life.Events.OfType<PermissionRequested>().Where(asked => step.Decision.State.Requests.Any(open => open.Id == asked.RequestId)),
            asked => Assert.Equal(step.Decision.State.Turn.Id, asked.TurnId));
    });

    [Fact]
    public void Is_in_the_phase_that_its_state_says() => Always(static step =>
    {
        var state = step.Decision.State;
        Assert.Equal(state.End is not null, state.Phase == SessionPhase.Over);
        Assert.Equal(state is { End: null, Turn: null, ParkedBecause: not null }, state.Phase == SessionPhase.Parked);
        Assert.True(state.Phase is not (SessionPhase.Running or SessionPhase.AwaitingPermission or SessionPhase.Cancelling) || state.Turn is not null);
        Assert.True(state.Phase != SessionPhase.Running || state.Process is { Started: true });
        Assert.True(state.Phase != SessionPhase.Idle || (state.Turn is null && state.Waiting.IsEmpty));
        Assert.True(state.Turn is null || state.ParkedBecause is null);
    });

    [Fact]
    public void Has_nothing_left_to_do_at_a_time_that_it_was_woken_for() => Always(static step =>
    {
        if (step.Input is Tick)
            Assert.False(SessionRules.NextDeadline(step.Decision.State) <= step.Life.Now, "It would be woken again and again.");
    });

    [Fact]
    public void Never_keeps_a_process_that_nothing_will_end() => Always(static step =>
    {
        if (step.Decision.State is { End: null, Turn: null, Process: { Ending: false } process })
            Assert.NotNull(process.IdleUntil);
        if (step.Decision.State is { End: null, Turn: { CancelBy: not null, Sent: true }, Process.Ending: false })
            Assert.NotNull(SessionRules.NextDeadline(step.Decision.State));
    });

    [Fact]
    public void Lets_go_of_no_process_that_has_something_to_do() => Always(static step =>
    {
        if (step.Input is LetGo && step.Decision.Effects.OfType<StopProcess>().Any())
            Assert.True(step.Before is { Turn: null, Requests.Count: 0, Waiting.Count: 0, Process.Background: 0 });
    });

    [Fact]
    public void Never_leaves_a_turn_with_neither_a_process_nor_a_request_for_one() => Always(static step =>
    {
        if (step.Decision.State.Turn is not null)
            Assert.NotNull(step.Decision.State.Process);
    });

    [Fact]
    public void Asks_for_room_whenever_a_message_waits_and_nothing_runs()
    {
        Life? asking = null;
        Always(step =>
        {
            if (step.Input is TurnAdmitted)
                asking = null;
            if (step.Decision.Effects.OfType<AwaitAdmission>().Any())
                asking = step.Life;
            if (step.Decision.State is { End: null, Turn: null, ParkedBecause: null, Waiting.Count: > 0 })
                Assert.Same(step.Life, asking);
        });
    }

    [Fact]
    public void Starts_its_messages_in_the_order_in_which_they_came() => Always(static step =>
    {
        var queued = step.Life.Events.OfType<TurnQueued>().Select(static happened => happened.TurnId).ToList();
        var started = step.Life.Events.OfType<TurnStart>().Where(static happened => happened.Origin is null).Select(happened => queued.IndexOf(happened.TurnId)).ToList();
        Assert.Equal(started.Order(), started);
        Assert.Equal(Enumerable.Range(1, step.Life.Events.OfType<TurnStart>().Count()), step.Life.Events.OfType<TurnStart>().Select(static happened => happened.Turn));
    });

    [Fact]
    public void Gives_a_process_each_message_into_its_turn_once_and_after_the_turn_s_own() => Always(static step =>
    {
        foreach (var process in Runs(step.Life.Events))
        {
            var pieces = process.OfType<ProcessInput>().Select(static input => input.Piece).ToList();
            var steers = pieces.FindAll(static piece => piece.Kind == InputKind.Steer);
            Assert.Equal(steers.Count, steers.Select(static piece => piece.WordsSeq).Distinct().Count());
            foreach (var steer in steers)
                Assert.True(pieces.FindIndex(piece => piece.Kind == InputKind.Message && piece.Turn == steer.Turn) is >= 0 and var sent && sent < pieces.IndexOf(steer));
        }
    });

    [Fact]
    public void Lets_no_message_into_its_turn_be_unsent_while_that_runs() => Always(static step =>
    {
        if (step.Decision.State is not { Turn: { Sent: true, CancelBy: null } turn, Process.Ending: false } state)
            return;
        var sent = state.Outbox.Where(static piece => piece.Kind == InputKind.Steer).Select(static piece => piece.WordsSeq);
        Assert.Equal(turn.Steers.Select(static steer => steer.Seq), sent);
    });

    [Fact]
    public void Tells_of_a_turn_only_between_its_message_and_its_stop() => Always(static step =>
    {
        var sent = step.Before.Turn is { Sent: true } turn ? turn.Id : (TurnId?)null;
        foreach (var happened in step.Decision.Events)
        {
            var about = happened switch
            {
                TurnToken token => token.TurnId,
                TurnThinking thinking => thinking.TurnId,
                TurnMessage message => message.TurnId,
                ToolStart tool => tool.TurnId,
                ToolEnd tool => tool.TurnId,
                PermissionRequested asked => asked.TurnId,
                SteerTaken taken => taken.TurnId,
                TurnAnswered answered => answered.TurnId,
                TurnDone done => done.TurnId,
                _ => (TurnId?)null,
            };
            if (about is not null)
                Assert.Equal(sent, about);
            if (Life.StopOf(happened) == sent)
                sent = null;
            if (happened is TurnStart { Origin: not null } own)
                sent = own.TurnId;
        }
    });

    [Fact]
    public void Writes_not_much_more_than_it_may() => Always(afterwards: static life =>
    {
        var limit = life.State.Limits.TurnOutputBytes;
        foreach (var process in Runs(life.Events))
            Assert.True(process.OfType<TurnProgress>().Sum(static note => note.Text.Length) <= (2 + process.OfType<TurnStart>().Count()) * (limit + 20));
    });

    /// <summary>What its owner asked for, and what the agent began by itself.</summary>
    private static IEnumerable<TurnId> Begun(Life life) =>
        life.Events.OfType<TurnQueued>().Select(static queued => queued.TurnId)
            .Concat(life.Events.OfType<TurnStart>().Where(static started => started.Origin is not null).Select(static started => started.TurnId));

    private static IEnumerable<List<SessionEvent>> Runs(IEnumerable<SessionEvent> events)
    {
        var run = new List<SessionEvent>();
        foreach (var happened in events)
        {
            run.Add(happened);
            if (happened is not ProcessExited)
                continue;
            yield return run;
            run = [];
        }
        yield return run;
    }

    private static void Always(Check? check = null, Action<Life>? afterwards = null) =>
        Prop.ForAll(RandomLife.Scenarios, scenario =>
        {
            var life = new Life(RandomLife.LimitsOf(scenario));
            foreach (var move in scenario.Moves)
            {
                if (move.Kind == MoveKind.TickWhenDue && SessionRules.NextDeadline(life.State) is { } due && due > life.Now)
                    life.Pass(due - life.Now);
                else
                    life.Pass(TimeSpan.FromMilliseconds(move.StepMs));
                var (before, input) = (life.State, RandomLife.InputOf(move, life));
                var decision = life.Decide(input);
                check?.Invoke(new Step(life, before, input, decision));
            }
            afterwards?.Invoke(life);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithQuietOnSuccess(true));

    /// <summary>From now on everything goes well: every process starts, every turn is done, and its owner writes when it is parked.</summary>
    private static void Drain(Life life)
    {
        for (var steps = 0; steps < 200; steps++)
            switch (life.State)
            {
                case { End: not null }: return;
                case { Process.Ending: true }: life.Exit(0); break;
                case { Process.Started: false }: life.Start(); break;
                case { Turn.Sent: true }: life.Finish(); break;
                case { Turn: null, ParkedBecause: not null, Waiting.Count: > 0 }:
                    life.Decide(new CancelTurns(life.State.Waiting[0].Id, "make room"));
                    life.Submit();
                    break;
                case { Turn: null, Waiting.Count: > 0 }: life.Decide(new TurnAdmitted()); break;
                case { Turn: null }: return;
                default: Assert.Fail($"It hangs: {life.State}"); break;
            }
        Assert.Fail($"It does not come to rest: {life.State}");
    }

    private static string Json(SessionState state) => JsonSerializer.Serialize(state);
}
