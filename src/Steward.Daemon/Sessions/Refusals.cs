using Steward.Daemon.Api;
using Steward.Domain.Sessions;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Sessions;

internal static class Refusals
{
    public static Decision ThrowIfRefused(HostAnswer answer)
    {
        var decision = answer.Decision ?? throw new InvalidOperationException("A repeated request has no decision of its own.");
        if (decision.Refusal is { } refusal)
            throw ErrorOf(refusal);
        return decision;
    }

    private static ApiException ErrorOf(Refusal refusal) => refusal switch
    {
        Refusal.SessionOver => ApiException.Conflict("session_over", "The session was ended for good.", "Make a new one with `steward do`."),
        Refusal.RequestUnknown => ApiException.NotFound("That question"),
        Refusal.AnswerNeeded => ApiException.BadRequest(
            "answers_needed", "This question wants an answer, and yes alone is none.", "Answer with `answers`: each question with what is chosen."),
        Refusal.NoTurn => ApiException.Conflict("no_turn", "No turn runs that it could go into.", "Send it as a message: POST …/turns, or `steward do --session`."),
        Refusal.AgentsOwnTurn => ApiException.Conflict("cannot_steer", "The agent began this turn by itself, and takes nothing into it.", "Send it as a message: it waits for its turn."),
        Refusal.RuleUnknown => ApiException.NotFound("That rule"),
        Refusal.QueueFull => new ApiException(429, new ErrorBody(
            "queue_full", "rate_limit", "Too many messages wait in this session.", true, "Wait until some are done, or cancel them.")),
    };
}
