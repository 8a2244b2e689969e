using Steward.Domain.Events;
using Steward.Domain.Sessions;

namespace Steward.Domain.Turns;

/// <summary>
/// A turn of which nothing is heard is reported once, and goes on: only its owner knows how long is too long. Where the owner has said so, it is
/// given up.
/// </summary>
internal static class StallRules
{
    /// <summary>When the silence is to be told, or the turn given up; null while there is a reason to be silent.</summary>
    public static DateTimeOffset? DueAt(SessionState state) =>
        state is { RunningTurn: { OpenTools: 0, CancelBy: null } turn, Requests.Count: 0, Calls.Count: 0 }
            ? Earlier(turn.Stalled ? null : After(turn, state.Limits.StallTimeout), After(turn, state.Limits.StallCancel))
            : null;

    public static void Press(DecisionDraft draft)
    {
        if (draft.State.RunningTurn is not { } turn || DueAt(draft.State) is not { } due || due > draft.Now)
            return;
        var silence = draft.Now - LastHeard(turn);
        var cause = CauseOf(turn);
        if (!turn.Stalled)
            draft.Happened(new TurnStalled(turn.Id, (long)silence.TotalMilliseconds, cause));
        if (After(turn, draft.State.Limits.StallCancel) <= draft.Now)
            TurnRules.GiveUp(draft, turn, $"Nothing was heard of the turn for {silence.TotalSeconds:0} s: {cause}.");
    }

    public static TurnFailure FailureOf(string reason) => new("stalled", FailureKind.Stalled, reason, Retryable: true,
        "Write to the session to go on; stallCancelSec of its agent says how long a turn may be silent.");

    /// <summary>What each event means for the silence.</summary>
    public static SessionState Heard(SessionState state, SessionEvent happened, DateTimeOffset at) => happened switch
    {
        TurnStalled => With(state, static turn => turn with { Stalled = true }),
        ToolStart => With(state, turn => HeardOf(turn, at) with { OpenTools = turn.OpenTools + 1 }),
        ToolEnd ended => With(state, turn => HeardOf(turn, at) with
        {
            OpenTools = Math.Max(0, turn.OpenTools - 1),
            SilentAfter = $"it had the result of {ended.ToolName}, and its service did not answer to that",
        }),
        TurnRetry again => With(state, turn => HeardOf(turn, at) with
        {
            SilentAfter = $"its service had not served it ({again.Reason}), and try {again.Attempt} of {again.Of} was to come after {again.DelayMs / 1000.0:0.0} s",
        }),
        TurnInterrupted => With(state, static turn => turn with { OpenTools = 0 }),
        TurnStart or TurnToken or TurnThinking or TurnMessage or TurnProgress or TurnTodo or HelperMessage or PermissionRequested or PermissionResolved or ProcessInput
            or AgentRawEvent or AgentCallMade or AgentCallServed or AgentRequestDeclined or AgentStatus or UsageWindowChanged => With(state, turn => HeardOf(turn, at)),
        _ => state,
    };

    private static string CauseOf(ActiveTurn turn) => turn switch
    {
        { SilentAfter: { } known } => known,
        { FirstWordsAt: null } => "it has not said a word since it was begun: its service may not answer",
        _ => "it stopped in the middle: its service may not answer any more",
    };

    private static ActiveTurn HeardOf(ActiveTurn turn, DateTimeOffset at) => turn with { HeardAt = at, Stalled = false, SilentAfter = null };

    private static DateTimeOffset LastHeard(ActiveTurn turn) => turn.HeardAt ?? turn.StartedAt;

    private static DateTimeOffset? After(ActiveTurn turn, TimeSpan silence) => silence > TimeSpan.Zero ? LastHeard(turn) + silence : null;

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static SessionState With(SessionState state, Func<ActiveTurn, ActiveTurn> change) =>
        state.Turn is { } turn ? state with { Turn = change(turn) } : state;
}
