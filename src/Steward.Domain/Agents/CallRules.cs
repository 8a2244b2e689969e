using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Domain.Agents;

/// <summary>
/// Calls of Steward's own tools. Each is written down before it is served, and what it did is written down together with its answer: a
/// daemon that comes after a crash serves what was not answered, and repeats nothing that was.
/// </summary>
internal static class CallRules
{
    private const int MostAtOnce = 16;

    public static void Call(DecisionDraft draft, AgentCalled called)
    {
        if (draft.State.Process is not { } process || draft.State.Calls.Any(open => open.AgentRequestId == called.AgentRequestId))
            return;
        var seq = draft.NextSeq;
        var crowded = draft.State.Calls.Count >= MostAtOnce;
        draft.Happened(new AgentCallMade(called.AgentRequestId, called.Request) { Tool = called.Tool, Input = called.Tool is null ? null : called.Input });
        if (called.Tool is not { } tool)
            Reply(draft, process, called.AgentRequestId, seq);
        else if (crowded)
            Serve(draft, new AnswerCall(called.AgentRequestId, process.Launch, Ok: false, "Too many calls wait already; make them one after the other."));
        else
            draft.Do(new ServeCall(new OpenCall(called.AgentRequestId, tool, seq)));
    }

    /// <summary>An answer that comes when nobody waits for it any more does nothing, not even what the tool would have done.</summary>
    public static void Serve(DecisionDraft draft, AnswerCall answer)
    {
        if (draft.State.Process is not { } process || process.Launch != answer.Launch
            || draft.State.Calls.Find(open => open.AgentRequestId == answer.AgentRequestId) is not { } call)
            return;
        if (answer.Act is { } act)
            Act(draft, act);
        var seq = draft.NextSeq;
        draft.Happened(new AgentCallServed(answer.AgentRequestId, call.Seq, answer.Ok, answer.Result));
        Reply(draft, process, answer.AgentRequestId, seq);
        draft.Affected = 1;
    }

    /// <summary>Whoever asks is answered, even when nobody can do what it asks for: it would wait for ever.</summary>
    public static void Decline(DecisionDraft draft, AgentDeclined declined)
    {
        if (draft.State.Process is not { } process)
            return;
        var seq = draft.NextSeq;
        draft.Happened(new AgentRequestDeclined(declined.AgentRequestId, declined.Asked, declined.Reason, declined.Request));
        Reply(draft, process, declined.AgentRequestId, seq);
    }

    public static void Act(DecisionDraft draft, AgentAct act)
    {
        draft.Happened(act switch
        {
            SentMessage sent => new MessageSent(sent.MessageId, draft.State.Agent, sent.To, sent.Text),
            ReportedStatus reported => new AgentStatus(reported.Text),
            _ => throw new System.Diagnostics.UnreachableException(act.GetType().Name),
        });
        draft.Affected = 1;
    }

    private static void Reply(DecisionDraft draft, ProcessLease process, string agentRequestId, long wordsSeq) =>
        ProcessRules.Write(draft, process, InputKind.Reply, piece => piece with { AgentRequestId = agentRequestId, WordsSeq = wordsSeq });
}
