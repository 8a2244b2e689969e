using Microsoft.Extensions.Logging;
using Steward.Daemon.Configuration;
using Steward.Daemon.Lifecycle;
using Steward.Daemon.Logs;
using Steward.Domain.Accounts;
using Steward.Domain.Turns;

namespace Steward.Daemon.Accounts;

/// <summary>
/// Looks at an agent's account right before its process is started. It holds nothing: whether a place is taken is known from the sessions themselves, so
/// one that is refused leaves none behind.
/// </summary>
internal sealed class AccountGate(AccountBook book, Func<Settings> settings, Notices notices, TimeProvider time, ILogger log)
{
    /// <summary>Why the agent is not started, or null: then it is, and what its owner should know stands among the notices.</summary>
    public TurnFailure? Refuse(AgentSettings agent, IReadOnlyDictionary<string, string> environment)
    {
        if (book.OfProcess(agent, environment) is not { } account)
            return null;
        var answer = GateRules.Decide(settings().GateMode, account.Facts, time.GetUtcNow());
        var sentence = answer.Advice is { } advice ? $"{agent.Name}: {advice}" : null;
        if (notices.Keep($"gate {agent.Name}", sentence))
            log.AccountTrouble(sentence!);
        return answer.Refusal;
    }

    /// <summary>The owner's token, for a process that has no login of its own.</summary>
    public string? Token => book.Token;
}
