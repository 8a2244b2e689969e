using System.Collections.Immutable;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Permissions;

/// <summary>A question is asked once, answered once, and never hangs: a rule, its owner, its deadline or its withdrawal decides it.</summary>
internal static class RequestRules
{
    public static void Ask(DecisionDraft draft, AgentAsked asked, ImmutableList<PermissionRule> ownersRules)
    {
        if (draft.State.Requests.Any(open => open.AgentRequestId == asked.AgentRequestId))
            return;
        if (draft.State.RunningTurn is not { CancelBy: null } turn)
        {
            Refuse(draft, asked, "The turn is over.");
            return;
        }
        var request = new OpenRequest(
            asked.Request, asked.AgentRequestId, asked.Subject, draft.NextSeq, draft.Now + draft.State.Limits.PermissionTimeout)
        {
            Kind = asked.Kind,
            OfHelper = asked.OfHelper,
        };
        draft.Happened(Asking(asked, request, turn.Id));
        switch (VerdictOn(asked, ownersRules.Concat(draft.State.Rules)))
        {
            case RuleVerdict.Allow:
                Decide(draft, request, new PermissionResolved(request.Id, PermissionDecision.Allow, "rule"));
                break;
            case RuleVerdict.Deny:
                Deny(draft, request, "rule", "A rule of the owner's denies it.");
                break;
            case RuleVerdict.Ask:
                if (draft.State.Limits.PermissionTimeout <= TimeSpan.Zero)
                    Deny(draft, request, "policy", "Nobody is there to be asked.");
                break;
        }
    }

    private static void Refuse(DecisionDraft draft, AgentAsked asked, string reason)
    {
        if (asked.Kind.IsOfServer())
            CallRules.Decline(draft, new AgentDeclined(asked.AgentRequestId, "form", reason, asked.Input));
        else
            Answer(draft, asked.AgentRequestId, PermissionDecision.Deny, reason);
    }

    public static void Resolve(DecisionDraft draft, ResolveRequest resolve)
    {
        if (draft.State.Requests.Find(open => open.Id == resolve.Request) is not { } request)
        {
            draft.Refusal = Refusal.RequestUnknown;
            return;
        }
        // Only the agent takes a question back. From its owner anything but yes is a no, for the agent waits for one of them.
        var decision = resolve.Decision == PermissionDecision.Allow ? PermissionDecision.Allow : PermissionDecision.Deny;
        if (decision == PermissionDecision.Allow && request.Kind == QuestionKind.Choice && resolve.Answers is null)
        {
            draft.Refusal = Refusal.AnswerNeeded;
            return;
        }
        var memory = resolve.Remember is null ? RuleMemory.None : MemoryOf(request, resolve, draft.State.Directory);
        Decide(draft, request, new PermissionResolved(request.Id, decision, resolve.DecidedBy)
        {
            Reason = resolve.Reason,
            UpdatedInput = decision == PermissionDecision.Allow ? resolve.UpdatedInput : null,
            Answers = decision == PermissionDecision.Allow ? resolve.Answers : null,
            EndTurn = decision == PermissionDecision.Deny && resolve.EndTurn,
            Remembered = memory.Rule,
            RememberedFor = memory.Rule is null ? null : resolve.Remember,
            NotRemembered = memory.WhyNot,
        });
        draft.Affected = 1;
    }

    public static void Expire(DecisionDraft draft, OpenRequest request)
    {
        draft.Happened(new PermissionExpired(request.Id));
        Deny(draft, request, "deadline", "Nobody answered in time.");
    }

    public static void Withdraw(DecisionDraft draft, string agentRequestId)
    {
        if (draft.State.Requests.Find(open => open.AgentRequestId == agentRequestId) is { } request)
            draft.Happened(new PermissionResolved(request.Id, PermissionDecision.Withdrawn, "agent"));
    }

    public static void WithdrawAll(DecisionDraft draft, string reason)
    {
        foreach (var request in draft.State.Requests)
            draft.Happened(new PermissionResolved(request.Id, PermissionDecision.Withdrawn, "steward") { Reason = reason });
    }

    public static void Remember(DecisionDraft draft, PermissionRule rule)
    {
        if (!draft.State.Rules.Contains(rule))
            draft.Happened(new PermissionRemembered(rule));
    }

    public static void Forget(DecisionDraft draft, PermissionRule rule)
    {
        if (draft.State.Rules.Contains(rule))
            draft.Happened(new PermissionForgotten(rule));
        else
            draft.Refusal = Refusal.RuleUnknown;
    }

    /// <summary>What only its owner knows or approves is never answered by a rule that allows.</summary>
    private static RuleVerdict VerdictOn(AgentAsked asked, IEnumerable<PermissionRule> rules)
    {
        var verdict = PermissionRules.Judge(rules, asked.Subject);
        return verdict == RuleVerdict.Allow && asked.Kind != QuestionKind.Permission ? RuleVerdict.Ask : verdict;
    }

    private static RuleMemory MemoryOf(OpenRequest request, ResolveRequest resolve, string directory) => resolve switch
    {
        { Decision: not PermissionDecision.Allow } => RuleMemory.Nothing("Only what is allowed is remembered; a rule that denies stands in config.json."),
        _ when request.Kind != QuestionKind.Permission => RuleMemory.Nothing("Only a permission is remembered; this is answered each time."),
        { UpdatedInput: not null } => RuleMemory.Nothing("The input was changed, so what was asked about was not allowed."),
        _ => RuleMemory.Of(request.Subject, directory),
    };

    private static void Deny(DecisionDraft draft, OpenRequest request, string by, string reason) =>
        Decide(draft, request, new PermissionResolved(request.Id, PermissionDecision.Deny, by) { Reason = reason });

    private static void Decide(DecisionDraft draft, OpenRequest request, PermissionResolved resolved)
    {
        var decidedAt = draft.NextSeq;
        draft.Happened(resolved);
        Answer(draft, request.AgentRequestId, resolved.Decision, resolved.Reason, request.Seq, decidedAt);
        if (resolved.EndTurn)
            TurnRules.EndByAnswer(draft, resolved.Reason ?? "its owner denied what it asked for, and ended the turn", request.Kind);
    }

    private static void Answer(
        DecisionDraft draft, string agentRequestId, PermissionDecision decision, string? reason, long askedSeq = 0, long decidedSeq = 0)
    {
        if (decision == PermissionDecision.Withdrawn || draft.State.Process is not { } process)
            return;
        ProcessRules.Write(draft, process, InputKind.Answer, piece => piece with
        {
            AgentRequestId = agentRequestId,
            WordsSeq = askedSeq,
            DecisionSeq = decidedSeq,
            Decision = decision,
            Reason = reason,
        });
    }

    private static PermissionRequested Asking(AgentAsked asked, OpenRequest request, TurnId turn) => new()
    {
        RequestId = request.Id,
        TurnId = turn,
        ToolName = asked.Subject.Tool,
        Args = asked.Input,
        Subject = asked.Subject,
        Description = asked.Description,
        AgentRequestId = asked.AgentRequestId,
        Deadline = request.Deadline,
        Kind = asked.Kind,
        Questions = asked.Questions,
        Address = asked.Address,
        OfHelper = asked.OfHelper,
    };
}
