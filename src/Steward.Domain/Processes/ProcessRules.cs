using System.Collections.Immutable;
using System.Diagnostics;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Processes;

/// <summary>The life of a session's one process, and what its words and its death mean for the turn.</summary>
internal static class ProcessRules
{
    /// <summary>The launch id is committed before the start is asked for, and follows from the journal: asking again names the same start.</summary>
    public static void Launch(DecisionDraft draft, LaunchId? spare)
    {
        var launch = spare ?? new LaunchId($"{draft.State.Id}-{draft.NextSeq}");
        draft.Happened(new ProcessStarting(launch));
        draft.Do(new LaunchProcess(launch));
    }

    public static void Write(DecisionDraft draft, ProcessLease process, InputKind kind, Func<InputPiece, InputPiece> fill)
    {
        if (process is not { Started: true, Ending: false })
            return;
        var piece = fill(new InputPiece(process.Launch, process.NextPiece, kind));
        draft.Happened(new ProcessInput(piece));
        draft.Do(new WritePiece(piece));
    }

    public static void RefreshLogin(DecisionDraft draft)
    {
        if (draft.State.Process is { } process)
            Write(draft, process, InputKind.Login, static piece => piece);
    }

    public static void LetGo(DecisionDraft draft, LaunchId launch)
    {
        if (draft.State.IdleProcess() is { } process && process.Launch == launch)
            Stop(draft, process, "others were used more recently");
    }

    public static void Stop(DecisionDraft draft, ProcessLease process, string reason)
    {
        if (process.Ending)
            return;
        draft.Happened(new ProcessEnding(process.Launch, reason));
        draft.Do(new StopProcess(process.Launch));
    }

    public static void Started(DecisionDraft draft, ChildStarted started)
    {
        if (draft.State.Process is not { Started: false } process || process.Launch != started.Launch)
            return;
        draft.Happened(new ProcessStarted(started.Launch, started.Pid, started.StartTicks));
        ChoiceRules.Tell(draft);
        TurnRules.Begin(draft);
    }

    public static void NotStarted(DecisionDraft draft, ChildNotStarted failed)
    {
        if (draft.State.Process is not { Started: false } process || process.Launch != failed.Launch)
            return;
        var wanted = draft.State.Turn is { CancelBy: null };
        draft.Happened(new ProcessExited(failed.Launch, ProcessExit.Unknown, Crashed: wanted && failed.Failure is null));
        if (wanted)
            TurnRules.Fail(draft, failed.Failure ?? new TurnFailure("spawn-failed", FailureKind.Spawn, failed.Message, Retryable: false,
                "Check the agent's program and workspace in config.json."));
        else
            TurnRules.EndCancelled(draft);
        ParkAfterCrashes(draft);
        TurnRules.Next(draft);
    }

    public static void Said(DecisionDraft draft, ChildSaid said)
    {
        if (draft.State.Process?.Launch != said.Launch)
            return;
        TellAll(draft, said.Reports, said.OwnersRules, exiting: false);
        TurnRules.Next(draft);
    }

    public static void Exited(DecisionDraft draft, ChildExited exited)
    {
        if (draft.State.Process is not { } process || process.Launch != exited.Launch)
            return;
        TellAll(draft, exited.LastReports, exited.OwnersRules, exiting: true);
        RequestRules.WithdrawAll(draft, "the agent's process ended");
        var turn = draft.State.Turn;
        var crashed = turn is { CancelBy: null } && (turn.Sent || !process.Ending);
        draft.Happened(new ProcessExited(exited.Launch, exited.Exit, crashed));
        if (turn is { CancelBy: not null })
            TurnRules.EndCancelled(draft);
        else if (crashed)
            TurnRules.Fail(draft, Crash(exited));
        ParkAfterCrashes(draft);
        Continue(draft);
    }

    public static void Lost(DecisionDraft draft, ChildLost lost)
    {
        if (draft.State.Process?.Launch != lost.Launch)
            return;
        TellAll(draft, lost.LastReports, lost.OwnersRules, exiting: true);
        RequestRules.WithdrawAll(draft, "the agent's process is gone");
        draft.Happened(new ProcessExited(lost.Launch, ProcessExit.Unknown, Crashed: false));
        if (draft.State.Turn is { CancelBy: not null })
            TurnRules.EndCancelled(draft);
        else if (draft.State.Turn is { } turn)
            Interrupt(draft, turn, lost.CanResume);
        Continue(draft);
    }

    private static void Interrupt(DecisionDraft draft, ActiveTurn turn, bool canResume)
    {
        var refusal = turn switch
        {
            { Origin: not null } => "nobody had asked for it, so nobody can ask again",
            { Attempt: var attempt } when attempt > draft.State.Limits.MaxResumes => $"it was cut off {attempt} times",
            { StartedAt: var at } when draft.Now - at > draft.State.Limits.ResumeWithin => "it was cut off more than an hour ago",
            { Sent: true } when !canResume => "this agent cannot resume a turn",
            _ => null,
        };
        draft.Happened(new TurnInterrupted(turn.Id, turn.Attempt + 1, refusal ?? "its process was lost"));
        if (refusal is null)
            return;
        TurnRules.Fail(draft, new TurnFailure("interrupted", FailureKind.Interrupted,
            $"The turn was cut off, and is not resumed: {refusal}.", Retryable: true, "Write to the session to go on."));
        // What its owner did not ask for needs no owner to go on.
        if (turn.Origin is null)
            draft.Happened(new SessionParked($"A turn was cut off, and is not resumed: {refusal}."));
    }

    private static void Continue(DecisionDraft draft)
    {
        if (draft.State.Turn is not null)
            TurnRules.Begin(draft);
        else
            TurnRules.Next(draft);
    }

    private static void ParkAfterCrashes(DecisionDraft draft)
    {
        var limits = draft.State.Limits;
        var recent = draft.State.Crashes.Count(at => draft.Now - at <= limits.CrashWindow);
        if (recent >= limits.MaxCrashes && draft.State.ParkedBecause is null)
            draft.Happened(new SessionParked(
                $"Its agent died {recent} times within {limits.CrashWindow.TotalMinutes:0} minutes. Write to the session to try again."));
    }

    private static TurnFailure Crash(ChildExited exited)
    {
        var lastWords = string.IsNullOrWhiteSpace(exited.LastWords) ? "" : $" Its last words: {exited.LastWords.Trim()}";
        return new TurnFailure("agent-exited", FailureKind.Agent,
            $"The agent's process ended with {exited.Exit} before the turn was done.{lastWords}", Retryable: true);
    }

    private static void TellAll(
        DecisionDraft draft, ImmutableList<AgentReport> reports, ImmutableList<PermissionRule> ownersRules, bool exiting)
    {
        foreach (var report in reports)
            Tell(draft, report, ownersRules, exiting);
    }

    private static void Tell(DecisionDraft draft, AgentReport report, ImmutableList<PermissionRule> ownersRules, bool exiting)
    {
        var limit = draft.State.Limits.TurnOutputBytes;
        // It was told to end for what it wrote; the rest of it is not kept.
        if (report is AgentNote or AgentRaw or AgentRetries or AgentWindow or AgentDeclined && draft.State is { RunningTurn: null, Process: { Ending: true } ending } && ending.StrayBytes > limit)
            return;
        TellWithoutLimit(draft, report, ownersRules, exiting);
        if (draft.State.RunningTurn is { } turn && turn.OutputBytes > limit)
            CutOff(draft);
        else if (draft.State is { RunningTurn: null, Process: { } process } && process.StrayBytes > limit)
            Stop(draft, process, "it wrote too much while no turn ran");
    }

    private static void TellWithoutLimit(
        DecisionDraft draft, AgentReport report, ImmutableList<PermissionRule> ownersRules, bool exiting)
    {
        switch (report)
        {
            case AgentReady { Conversation: { } conversation } when conversation != draft.State.Conversation:
                draft.Happened(new SessionUpdated(Conversation: conversation));
                break;
            case AgentReady: break;
            case AgentBegan began: TurnRules.BeginOwn(draft, began); break;
            case AgentAsked asked: RequestRules.Ask(draft, asked, ownersRules); break;
            case AgentCalled called: CallRules.Call(draft, called); break;
            case AgentWithdrew withdrew: RequestRules.Withdraw(draft, withdrew.AgentRequestId); break;
            case AgentDeclined declined: CallRules.Decline(draft, declined); break;
            case AgentRetries again: draft.Happened(new TurnRetry(draft.State.RunningTurn?.Id, again.Attempt, again.Of, again.DelayMs, again.Reason)); break;
            case AgentWindow window: draft.Happened(UsageWindowChanged.Of(window.Window)); break;
            case AgentNote note: draft.Happened(new TurnProgress(draft.State.RunningTurn?.Id, note.Text) { Kind = note.Kind, Fix = note.Fix }); break;
            case AgentRaw raw: draft.Happened(new AgentRawEvent(raw.Message)); break;
            case AgentBackground background: WorkInBackground(draft, background.Running); break;
            case AgentChose chose: ChoiceRules.Chose(draft, chose); break;
            case AgentChangedMode changed: ChoiceRules.Changed(draft, changed); break;
            case AgentTook took: SteerRules.Take(draft, took); break;
            case AgentFinished finished: TurnRules.Finish(draft, finished, exiting); break;
            default: TellOfTurn(draft, report); break;
        }
    }

    private static void WorkInBackground(DecisionDraft draft, int running)
    {
        if (draft.State.Process is not { } process || process.Background == running)
            return;
        draft.Happened(new ProcessBackground(process.Launch, running));
        // Its idle time begins now; most often it goes on by itself at once.
        if (running == 0 && draft.State is { Turn: null, Process: { Ending: false, IdleUntil: not null } })
            draft.Happened(new ProcessIdle(process.Launch, draft.Now + draft.State.Limits.IdleTimeout));
    }

    private static void TellOfTurn(DecisionDraft draft, AgentReport report)
    {
        // What an agent says when no turn runs belongs to none: the tail of a turn that was cancelled, or ended at its output limit.
        if (draft.State.RunningTurn is not { } turn)
            return;
        draft.Happened(report switch
        {
            AgentWords words => new TurnToken(turn.Id, words.Text),
            AgentThoughts thoughts => new TurnThinking(turn.Id, thoughts.Text),
            AgentMessage message => new TurnMessage(turn.Id, message.Text),
            AgentToolStarted tool => new ToolStart(turn.Id, tool.CallId, tool.Tool, tool.Input) { ParentCallId = tool.ParentCallId },
            AgentToolEnded tool => new ToolEnd(turn.Id, tool.CallId, tool.Tool, tool.Ok, tool.Result, tool.ElapsedMs) { ParentCallId = tool.ParentCallId },
            AgentHelperSaid helper => new HelperMessage(turn.Id, helper.ParentCallId, helper.Text),
            AgentTodo todo => new TurnTodo(turn.Id, todo.Items),
            _ => throw new UnreachableException(report.GetType().Name),
        });
    }

    private static void CutOff(DecisionDraft draft)
    {
        RequestRules.WithdrawAll(draft, "the turn is over");
        TurnRules.Fail(draft, new TurnFailure("output-limit", FailureKind.OutputLimit,
            $"The turn wrote more than {draft.State.Limits.TurnOutputBytes >> 20} MiB into the journal and was ended.", Retryable: false));
        if (draft.State.Process is { } process)
            Stop(draft, process, "its turn wrote too much");
    }
}
