using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Domain.Turns;

/// <summary>How a turn waits, begins, is cancelled, and ends with exactly one of done, error and cancelled.</summary>
internal static class TurnRules
{
    private const int TitleLength = 60;

    public static void Submit(DecisionDraft draft, SubmitTurn submit)
    {
        if (draft.State.Waiting.Count >= draft.State.Limits.MaxWaiting)
        {
            draft.Refusal = Refusal.QueueFull;
            return;
        }
        if (draft.State.ParkedBecause is not null)
            draft.Happened(new SessionWoken());
        draft.Happened(new TurnQueued(submit.Turn, submit.Content)
        {
            ClientId = submit.ClientId,
            WriterId = submit.WriterId,
            Mode = submit.Mode,
            Metadata = submit.Metadata,
            Images = submit.Images,
        });
        if (draft.State.Title is null)
            draft.Happened(new SessionUpdated(Title: TitleOf(submit.Content)));
        draft.Affected = 1;
        Next(draft);
    }

    /// <summary>One message at a time: the next begins when nothing runs and there is room.</summary>
    public static void Next(DecisionDraft draft)
    {
        if (draft.State is { Turn: null, ParkedBecause: null, End: null, Waiting.Count: > 0 })
            draft.Do(new AwaitAdmission());
    }

    public static void Admit(DecisionDraft draft, LaunchId? spare)
    {
        if (draft.State is not { Turn: null, ParkedBecause: null, Waiting: [var first, ..] })
            return;
        draft.Happened(new TurnStart(first.Id, draft.State.TurnCount + 1));
        Begin(draft, spare);
    }

    /// <summary>Hands the turn to the process that is there, or asks for one. A process that is on its way, or ending, is waited for.</summary>
    public static void Begin(DecisionDraft draft, LaunchId? spare = null)
    {
        if (draft.State is not { Turn: { Sent: false } turn })
            return;
        if (draft.State.Process is not { } process)
            ProcessRules.Launch(draft, spare);
        else if (process is { Started: true, Ending: false })
        {
            ProcessRules.Write(draft, process, InputKind.Message, piece => piece with { Turn = turn.Id, WordsSeq = turn.QueuedSeq });
            SteerRules.WriteAll(draft, turn);
        }
    }

    /// <summary>The agent goes on by itself: a turn without a message. One of the owner's that is on its way already comes first.</summary>
    public static void BeginOwn(DecisionDraft draft, AgentBegan began)
    {
        if (draft.State is { Turn: null, ParkedBecause: null, Process: { Started: true, Ending: false } })
            draft.Happened(new TurnStart(began.Turn, draft.State.TurnCount + 1) { Origin = began.Origin });
    }

    public static void Cancel(DecisionDraft draft, CancelTurns cancel)
    {
        foreach (var waiting in draft.State.Waiting.Where(waiting => cancel.Turn is null || waiting.Id == cancel.Turn))
        {
            draft.Happened(new SessionCancelled(waiting.Id, cancel.Reason));
            draft.Affected++;
        }
        if (draft.State.Turn is { CancelBy: null } turn && (cancel.Turn is null || turn.Id == cancel.Turn))
        {
            draft.Affected++;
            CancelRunning(draft, turn, cancel.Reason);
        }
    }

    /// <summary>The answer that it is given ends the turn; an agent that goes on all the same loses its process.</summary>
    public static void EndByAnswer(DecisionDraft draft, string reason, QuestionKind answered)
    {
        if (draft.State.Turn is not { CancelBy: null } turn)
            return;
        RequestRules.WithdrawAll(draft, reason);
        draft.Happened(new TurnCancelling(turn.Id, reason, draft.Now + draft.State.Limits.CancelTimeout));
        // The answer ends what the agent does, but not what it does with what was sent into the turn; and a server's answer does not reach the agent itself.
        if ((SteerRules.HasOpen(turn) || answered.IsOfServer()) && draft.State.Process is { } process)
            ProcessRules.Write(draft, process, InputKind.Interrupt, piece => piece with { Turn = turn.Id });
    }

    /// <summary>An agent that does not stop when asked loses its process.</summary>
    public static void PressCancel(DecisionDraft draft)
    {
        if (draft.State.Turn is not { CancelBy: { } by } || by > draft.Now)
            return;
        if (draft.State.Process is { } process)
            ProcessRules.Stop(draft, process, "it did not stop its turn in time");
        else
            EndCancelled(draft);
    }

    public static void Finish(DecisionDraft draft, AgentFinished finished, bool exiting)
    {
        if (draft.State.RunningTurn is not { } turn || (finished.Turn is { } named && !SteerRules.EndsWith(draft, turn, named, finished)))
            return;
        RequestRules.WithdrawAll(draft, "the turn is over");
        if (finished.Usage != TurnUsage.None)
            draft.Happened(UsedBy(turn, finished.Usage));
        if (turn.CancelBy is not null)
            EndCancelled(draft);
        else if (finished.Failure is { } failure)
            Fail(draft, failure);
        else
            draft.Happened(new TurnDone(turn.Id, StatsOf(turn, turn.Usage + finished.Usage, draft.Now)));
        if (!exiting && draft.State.Process is { Ending: false } process)
            draft.Happened(new ProcessIdle(process.Launch, draft.Now + draft.State.Limits.IdleTimeout));
    }

    public static void Fail(DecisionDraft draft, TurnFailure failure)
    {
        if (draft.State.Turn is { } turn)
            draft.Happened(new TurnError(turn.Id, failure.Code, failure.Kind, failure.Message, failure.Retryable, failure.Fix) { ResetsAt = failure.ResetsAt });
    }

    public static void EndCancelled(DecisionDraft draft)
    {
        if (draft.State.Turn is not { } turn)
            return;
        var reason = turn.CancelReason ?? "cancelled";
        if (turn.GivenUp)
            Fail(draft, StallRules.FailureOf(reason));
        else
            draft.Happened(new SessionCancelled(turn.Id, reason));
    }

    /// <summary>It is stopped like one that somebody cancelled, and ends with an error.</summary>
    public static void GiveUp(DecisionDraft draft, ActiveTurn turn, string reason) => CancelRunning(draft, turn, reason, givenUp: true);

    private static void CancelRunning(DecisionDraft draft, ActiveTurn turn, string reason, bool givenUp = false)
    {
        RequestRules.WithdrawAll(draft, reason);
        draft.Happened(new TurnCancelling(turn.Id, reason, draft.Now + draft.State.Limits.CancelTimeout) { GivenUp = givenUp });
        if (draft.State.Process is not { } process)
        {
            EndCancelled(draft);
            Next(draft);
        }
        else if (turn.Sent)
            ProcessRules.Write(draft, process, InputKind.Interrupt, piece => piece with { Turn = turn.Id });
        else
            ProcessRules.Stop(draft, process, reason);
    }

    private static TurnUsed UsedBy(ActiveTurn turn, TurnUsage usage) => new(turn.Id, usage.PromptTokens, usage.CompletionTokens)
    {
        CachedTokens = usage.CachedTokens,
        CostUsd = usage.CostUsd,
        Model = usage.Model,
        ContextTokens = usage.ContextTokens,
        ContextWindow = usage.ContextWindow,
    };

    private static TurnStats StatsOf(ActiveTurn turn, TurnUsage usage, DateTimeOffset now)
    {
        var elapsed = now - turn.StartedAt;
        var firstWords = (turn.FirstWordsAt ?? now) - turn.StartedAt;
        var seconds = (elapsed - firstWords).TotalSeconds;
        return new TurnStats(
            Tokens: usage.PromptTokens + usage.CompletionTokens,
            PromptTokens: usage.PromptTokens,
            CompletionTokens: usage.CompletionTokens,
            ToolCalls: turn.ToolCalls,
            Elapsed: (long)elapsed.TotalMilliseconds,
            Speed: seconds > 0 ? Math.Round(usage.CompletionTokens / seconds, 1) : 0,
            FirstTokenLatencyMs: (long)firstWords.TotalMilliseconds,
            Attempts: turn.Attempt,
            CostUsd: usage.CostUsd);
    }

    private static string TitleOf(string content)
    {
        var line = content.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        if (end >= 0)
            line = line[..end];
        if (line.Length <= TitleLength)
            return line.ToString();
        // Half of a surrogate pair is no text.
        var cut = char.IsHighSurrogate(line[TitleLength - 2]) ? TitleLength - 2 : TitleLength - 1;
        return string.Concat(line[..cut].TrimEnd(), "…");
    }
}
