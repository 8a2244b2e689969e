using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Domain.Turns;

/// <summary>
/// A message into a running turn is a part of it: the turn ends when the agent is done with all that was said in it. Some agents take such a message up
/// on the way, and give one answer; one that comes too late for that is answered after it.
/// </summary>
internal static class SteerRules
{
    public static void Steer(DecisionDraft draft, SteerTurn steer)
    {
        if (RefusalOf(draft.State, steer) is { } refusal)
        {
            draft.Refusal = refusal;
            return;
        }
        draft.Happened(new TurnSteered(draft.State.Turn!.Id, steer.Steer, steer.Content)
        {
            Priority = steer.Priority,
            ClientId = steer.ClientId,
            WriterId = steer.WriterId,
        });
        draft.Affected = 1;
        // One whose message is not sent yet gets both, in their order.
        if (draft.State.RunningTurn is { } turn)
            Write(draft, turn, turn.Steers[^1]);
    }

    /// <summary>After its message, what was said into it before, or before it was cut off.</summary>
    public static void WriteAll(DecisionDraft draft, ActiveTurn turn)
    {
        foreach (var steer in turn.Steers)
            Write(draft, turn, steer);
    }

    public static void Take(DecisionDraft draft, AgentTook took)
    {
        if (draft.State.RunningTurn is { } turn && Open(turn, took.Message) is { } steer && (!turn.Answered || HasOthers(turn, steer)))
            draft.Happened(new SteerTaken(turn.Id, steer.Id));
    }

    /// <summary>Whether the turn is over with this message of it: nothing that was said into it is still to be answered.</summary>
    public static bool EndsWith(DecisionDraft draft, ActiveTurn turn, TurnId message, AgentFinished finished)
    {
        var steer = Open(turn, message);
        if (steer is null && (message != turn.Id || turn.Answered))
            return false;
        if ((steer is null || turn.Answered) && !HasOthers(turn, steer))
            return true;
        if (steer is not null && finished.Failure is { } dropped && !turn.Answered)
            draft.Happened(new SteerDropped(turn.Id, steer.Id, dropped.Message));
        else
            Answered(draft, turn, steer, finished);
        return false;
    }

    public static bool HasOpen(ActiveTurn turn) => turn.Steers.Exists(static steer => !steer.Over);

    private static void Answered(DecisionDraft draft, ActiveTurn turn, Steer? steer, AgentFinished finished)
    {
        if (finished.Failure is { } failure)
            draft.Happened(new TurnProgress(turn.Id, $"That failed, and the agent goes on with what was sent into the turn. {failure.Message}"));
        draft.Happened(new TurnAnswered(turn.Id, steer?.Id, finished.Usage));
    }

    private static Refusal? RefusalOf(SessionState state, SteerTurn steer) => state.Turn switch
    {
        not { CancelBy: null } => Refusal.NoTurn,
        { Id: var id } when steer.Turn is { } wanted && wanted != id => Refusal.NoTurn,
        { Origin: not null } => Refusal.AgentsOwnTurn,
        { Steers.Count: var count } when count >= state.Limits.MaxWaiting => Refusal.QueueFull,
        _ => null,
    };

    private static void Write(DecisionDraft draft, ActiveTurn turn, Steer steer)
    {
        if (draft.State.Process is { } process)
            ProcessRules.Write(draft, process, InputKind.Steer, piece => piece with { Turn = turn.Id, WordsSeq = steer.Seq });
    }

    private static Steer? Open(ActiveTurn turn, TurnId message) => turn.Steers.Find(steer => !steer.Over && steer.Id.Message == message);

    private static bool HasOthers(ActiveTurn turn, Steer? but) => turn.Steers.Exists(steer => !steer.Over && steer != but);
}
