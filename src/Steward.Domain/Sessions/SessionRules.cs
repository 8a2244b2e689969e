using System.Diagnostics;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;

namespace Steward.Domain.Sessions;

/// <summary>The rules of a session: pure and total. Every input has an answer in every state, and nothing here does anything.</summary>
public static class SessionRules
{
    public static Decision Create(SessionCreated created, DateTimeOffset now) =>
        new(SessionFold.Apply(null, created, now), [created], []);

    public static Decision Decide(SessionState state, SessionInput input, DateTimeOffset now)
    {
        var draft = new DecisionDraft(state, now);
        if (state.End is not null)
            DecideAfterTheEnd(draft, input);
        else
            DecideWhileItLives(draft, input);
        return draft.Close();
    }

    /// <summary>The same fold live and in replay.</summary>
    public static SessionState Apply(SessionState? state, SessionEvent happened, DateTimeOffset at) => SessionFold.Apply(state, happened, at);

    /// <summary>When <see cref="Tick"/> has something to do next. Derived from the state, so no timer is lost with a daemon.</summary>
    public static DateTimeOffset? NextDeadline(SessionState state)
    {
        if (state.End is not null)
            return null;
        DateTimeOffset? next = state.Requests.Count > 0 ? state.Requests.Min(static request => request.Deadline) : null;
        if (state.Process is not { Ending: true })
            next = Earlier(Earlier(next, state.Turn?.CancelBy), StallRules.DueAt(state));
        if (state is { Turn: null, Process: { Ending: false, Background: 0 } })
            next = Earlier(next, state.Process.IdleUntil);
        return next;
    }

    private static void DecideWhileItLives(DecisionDraft draft, SessionInput input)
    {
        switch (input)
        {
            case SubmitTurn submit: TurnRules.Submit(draft, submit); break;
            case SteerTurn steer: SteerRules.Steer(draft, steer); break;
            case TurnAdmitted admitted: TurnRules.Admit(draft, admitted.Spare); break;
            case CancelTurns cancel: TurnRules.Cancel(draft, cancel); break;
            case ResolveRequest resolve: RequestRules.Resolve(draft, resolve); break;
            case RememberRule remember: RequestRules.Remember(draft, remember.Rule); break;
            case ForgetRule forget: RequestRules.Forget(draft, forget.Rule); break;
            case UpdateSession update: ChoiceRules.Update(draft, update); break;
            case EndSession end: End(draft, end.End); break;
            case ChildStarted started: ProcessRules.Started(draft, started); break;
            case ChildNotStarted failed: ProcessRules.NotStarted(draft, failed); break;
            case LetGo let: ProcessRules.LetGo(draft, let.Launch); break;
            case RefreshLogin: ProcessRules.RefreshLogin(draft); break;
            case ChildSaid said: ProcessRules.Said(draft, said); break;
            case ChildExited exited: ProcessRules.Exited(draft, exited); break;
            case ChildLost lost: ProcessRules.Lost(draft, lost); break;
            case AnswerCall answer: CallRules.Serve(draft, answer); break;
            case ActForAgent acted: CallRules.Act(draft, acted.Act); break;
            case Tick: Pass(draft); break;
            default: throw new UnreachableException(input.GetType().Name);
        }
    }

    /// <summary>Nothing is started, sent or asked for a session that is over; only the end of its last process is still noted.</summary>
    private static void DecideAfterTheEnd(DecisionDraft draft, SessionInput input)
    {
        var launch = input switch
        {
            ChildExited exited => exited.Launch,
            ChildLost lost => lost.Launch,
            ChildNotStarted failed => failed.Launch,
            _ => (LaunchId?)null,
        };
        if (launch is { } ended && draft.State.Process?.Launch == ended)
            draft.Happened(new ProcessExited(ended, (input as ChildExited)?.Exit ?? ProcessExit.Unknown, Crashed: false));
        else if (input is ChildStarted started && draft.State.Process is { Started: false } lease && lease.Launch == started.Launch)
            draft.Happened(new ProcessStarted(started.Launch, started.Pid, started.StartTicks));
        else if (input is SubmitTurn or SteerTurn or CancelTurns or ResolveRequest or RememberRule or ForgetRule or UpdateSession or ActForAgent)
            draft.Refusal = Refusal.SessionOver;
        else if (input is EndSession { End: SessionEnd.Deleted } && draft.State.End == SessionEnd.Killed)
            draft.Happened(new SessionEnded(SessionEnd.Deleted));
    }

    private static void End(DecisionDraft draft, SessionEnd end)
    {
        var reason = end == SessionEnd.Killed ? "the session was killed" : "the session was deleted";
        RequestRules.WithdrawAll(draft, reason);
        foreach (var waiting in draft.State.Waiting)
            draft.Happened(new SessionCancelled(waiting.Id, reason));
        if (draft.State.Turn is { } turn)
            draft.Happened(new SessionCancelled(turn.Id, reason));
        draft.Happened(new SessionEnded(end));
        if (draft.State.Process is { } process)
            draft.Do(new StopProcess(process.Launch));
        draft.Affected = 1;
    }

    private static void Pass(DecisionDraft draft)
    {
        foreach (var request in draft.State.Requests.Where(request => request.Deadline <= draft.Now))
            RequestRules.Expire(draft, request);
        TurnRules.PressCancel(draft);
        StallRules.Press(draft);
        if (draft.State is { Turn: null, Process: { Ending: false, Background: 0, IdleUntil: { } until } process } && until <= draft.Now)
            ProcessRules.Stop(draft, process, "it had nothing to do");
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other : other is null || one < other ? one : other;
}
