using System.Collections.Immutable;
using System.Diagnostics;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Domain.Sessions;

/// <summary>What each event changes. Nothing else ever changes a state.</summary>
internal static class SessionFold
{
    // Each line of stderr is a row with its number, time and checksum: a flood of short ones costs the disk far more than its letters.
    private const int NoteBytes = 256;
    private const int MostWindows = 16;

    public static SessionState Apply(SessionState? state, SessionEvent happened, DateTimeOffset at)
    {
        if (state is null)
            return happened is SessionCreated created
                ? Created(created, at)
                : throw new InvalidOperationException($"A session begins with its creation, not with {happened.GetType().Name}.");
        var next = happened switch
        {
            SessionCreated => throw new InvalidOperationException("A session is created once."),
            SessionUpdated updated => Updated(state, updated),
            ChoiceTaken taken => ChoiceFold.Taken(state, taken),
            ChoiceRefused refused => ChoiceFold.Refused(state, refused),
            SessionCancelled cancelled => WithoutTurn(state, cancelled.TurnId),
            SessionParked parked => state with { ParkedBecause = parked.Reason },
            SessionWoken => state with { ParkedBecause = null, Crashes = [] },
            SessionEnded ended => state with { End = ended.End, ParkedBecause = null },
            TurnQueued queued => state with { Waiting = state.Waiting.Add(new WaitingTurn(queued.TurnId, state.Seq + 1)) },
            TurnStart start => Started(state, start, at) with { LastFailure = null },
            TurnToken token => Spoke(state, token.Text.Length, at),
            TurnThinking thinking => Spoke(state, thinking.Text.Length, at),
            TurnMessage message => Spoke(state, message.Text.Length, at),
            TurnProgress progress => Wrote(state, progress.Text.Length + NoteBytes),
            TurnCancelling cancelling => WithTurn(state, turn => turn with
            {
                CancelBy = cancelling.By,
                CancelReason = cancelling.Reason,
                GivenUp = cancelling.GivenUp,
            }),
            TurnInterrupted interrupted => WithTurn(state, turn => SteerFold.Anew(turn) with { Attempt = interrupted.Attempt, Interrupted = true, Sent = false }),
            TurnStalled => state,
            TurnSteered or SteerTaken or SteerDropped or TurnAnswered => SteerFold.Apply(state, happened),
            TurnRetry again => Wrote(state, again.Reason.Length),
            TurnTodo todo => Wrote(state with { Todo = todo.Items }, todo.Items.Sum(static item => item.Text.Length)),
            TurnUsed used => state with { Usage = state.Usage.With(used) },
            UsageWindowChanged changed => Wrote(state with { Windows = WithWindow(state.Windows, changed.Now) }, 1),
            HelperMessage message => Wrote(state, message.Text.Length),
            TurnDone done => WithoutTurn(state, done.TurnId),
            TurnError error => WithoutTurn(state, error.TurnId) with { LastFailure = FailureOf(error) },
            ToolStart tool => Wrote(WithTurn(state, turn => turn with { ToolCalls = turn.ToolCalls + 1 }), tool.Args.Text.Length),
            ToolEnd tool => Wrote(state, tool.Result.Length),
            PermissionRequested request => Wrote(Asked(state, request), request.Args.Text.Length),
            PermissionResolved resolved => Resolved(state, resolved),
            PermissionExpired => state,
            PermissionRemembered remembered => state with { Rules = state.Rules.Add(remembered.Rule) },
            PermissionForgotten forgotten => state with { Rules = state.Rules.Remove(forgotten.Rule) },
            AgentCallMade call => Wrote(Called(state, call), call.Request.Text.Length + (call.Input?.Text.Length ?? 0)),
            AgentCallServed served => Wrote(state with { Calls = state.Calls.RemoveAll(open => open.AgentRequestId == served.AgentRequestId) }, served.Result.Length),
            AgentRequestDeclined declined => Wrote(state, declined.Request.Text.Length),
            MessageSent message => Wrote(state, message.Text.Length),
            AgentStatus status => Wrote(state with { Reported = status.Text }, status.Text.Length),
            AgentRawEvent raw => Wrote(state, raw.Message.Text.Length),
            _ => AppliedToProcess(state, happened, at),
        };
        return StallRules.Heard(next, happened, at) with { Seq = state.Seq + 1, UpdatedAt = at };
    }

    private static SessionState AppliedToProcess(SessionState state, SessionEvent happened, DateTimeOffset at) => happened switch
    {
        ProcessStarting starting => state with { Process = new ProcessLease(starting.LaunchId) { Told = state.Choices }, Outbox = [] },
        ProcessStarted started => WithProcess(state, lease => lease with { Pid = started.Pid, StartTicks = started.StartTicks }),
        ProcessInput input => Written(state, input.Piece),
        ProcessIdle idle => WithProcess(state, lease => lease with { IdleUntil = idle.Until }) with { Outbox = Unconfirmed(state) },
        ProcessBackground background => WithProcess(state, lease => lease with { Background = background.Running }),
        ProcessEnding => WithProcess(state, lease => lease with { Ending = true }),
        ProcessExited exited => state with
        {
            Process = null,
            Outbox = [],
            Calls = [],
            Crashes = exited.Crashed ? state.Crashes.Add(at).TakeLast(state.Limits.MaxCrashes).ToImmutableList() : state.Crashes,
        },
        _ => throw new UnreachableException(happened.GetType().Name),
    };

    /// <summary>A choice is no part of a turn: it may still be on its way when that ends.</summary>
    private static ImmutableList<InputPiece> Unconfirmed(SessionState state) =>
        state.Outbox.FindAll(piece => state.Process?.Asked.Exists(asked => asked.Piece == piece.Number) == true);

    private static SessionState Created(SessionCreated created, DateTimeOffset at) => new()
    {
        Id = created.SessionId,
        Seq = 1,
        Agent = created.Agent,
        Directory = created.Directory,
        SearchPath = created.SearchPath,
        Worktree = created.Worktree,
        ForkOf = created.ForkOf,
        Sandbox = created.Sandbox,
        Attended = created.Attended,
        AskedBy = created.AskedBy,
        Title = created.Title,
        Name = created.Name,
        Metadata = created.Metadata,
        Limits = created.Limits,
        Choices = new SessionChoices { Model = created.Model, PermissionMode = created.PermissionMode },
        CreatedAt = at,
        UpdatedAt = at,
    };

    private static SessionState Updated(SessionState state, SessionUpdated updated) => state with
    {
        Title = updated.Title ?? state.Title,
        Name = updated.Name ?? state.Name,
        Archived = updated.Archived ?? state.Archived,
        Conversation = updated.Conversation ?? state.Conversation,
        Choices = ChoiceFold.Chosen(state.Choices, updated),
    };

    private static SessionState Started(SessionState state, TurnStart start, DateTimeOffset at)
    {
        if (start.Origin is { } origin)
            return WithProcess(
                state with { Turn = new ActiveTurn(start.TurnId, 0, start.Turn, at) { Origin = origin, Sent = true }, TurnCount = start.Turn },
                static lease => lease with { IdleUntil = null, StrayBytes = 0 });
        var waiting = state.Waiting.Find(turn => turn.Id == start.TurnId)
            ?? throw new InvalidOperationException($"{start.TurnId} starts without having waited.");
        return state with
        {
            Waiting = state.Waiting.Remove(waiting),
            Turn = new ActiveTurn(start.TurnId, waiting.QueuedSeq, start.Turn, at),
            TurnCount = start.Turn,
        };
    }

    private static TurnFailure FailureOf(TurnError error) =>
        new(error.Code, error.Kind, error.Message, error.Retryable, error.Fix) { ResetsAt = error.ResetsAt };

    /// <summary>A service has a handful of windows; one that names ever new ones must not fill the state.</summary>
    private static ImmutableList<UsageWindow> WithWindow(ImmutableList<UsageWindow> windows, UsageWindow changed) =>
        windows.RemoveAll(known => known.Window == changed.Window).TakeLast(MostWindows - 1).Append(changed).ToImmutableList();

    private static SessionState WithoutTurn(SessionState state, TurnId turn) => state.Turn?.Id == turn
        ? state with { Turn = null }
        : state with { Waiting = state.Waiting.RemoveAll(waiting => waiting.Id == turn) };

    private static SessionState Spoke(SessionState state, int length, DateTimeOffset at) =>
        WithTurn(Wrote(state, length), turn => turn.FirstWordsAt is null ? turn with { FirstWordsAt = at } : turn);

    private static SessionState Wrote(SessionState state, int length) => state.RunningTurn is not null
        ? WithTurn(state, turn => turn with { OutputBytes = turn.OutputBytes + length })
        : WithProcess(state, lease => lease with { StrayBytes = lease.StrayBytes + length });

    private static SessionState WithTurn(SessionState state, Func<ActiveTurn, ActiveTurn> change) =>
        state.Turn is { } turn ? state with { Turn = change(turn) } : state;

    private static SessionState WithProcess(SessionState state, Func<ProcessLease, ProcessLease> change) =>
        state.Process is { } process ? state with { Process = change(process) } : state;

    private static SessionState Called(SessionState state, AgentCallMade call) => call.Tool is { } tool
        ? state with { Calls = state.Calls.Add(new OpenCall(call.AgentRequestId, tool, state.Seq + 1)) }
        : state;

    private static SessionState Asked(SessionState state, PermissionRequested request) => state with
    {
        Requests = state.Requests.Add(new(
            request.RequestId, request.AgentRequestId, request.Subject, state.Seq + 1, request.Deadline)
        {
            Kind = request.Kind,
            OfHelper = request.OfHelper,
        }),
    };

    private static SessionState Resolved(SessionState state, PermissionResolved resolved) => state with
    {
        Requests = state.Requests.RemoveAll(request => request.Id == resolved.RequestId),
        Rules = resolved is { Remembered: { } rule, RememberedFor: not RememberScope.Agent } && !state.Rules.Contains(rule)
            ? state.Rules.Add(rule)
            : state.Rules,
    };

    private static SessionState Written(SessionState state, InputPiece piece)
    {
        // Only a message gives it something to do: an answer that comes too late must not keep it for ever.
        var next = WithProcess(state, lease => ChoiceFold.Told(lease with { NextPiece = piece.Number + 1 }, piece));
        if (piece.Kind == InputKind.Message)
            next = WithProcess(
                WithTurn(next, turn => turn with { Sent = true, Interrupted = false }), lease => lease with { IdleUntil = null, StrayBytes = 0 });
        return next with { Outbox = next.Outbox.Add(piece) };
    }
}
