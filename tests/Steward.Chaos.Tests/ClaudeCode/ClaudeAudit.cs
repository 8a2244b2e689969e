using Steward.Chaos.Tests.Ledgers;
using Steward.Protocol.Events;

namespace Steward.Chaos.Tests.ClaudeCode;

/// <summary>What must hold of a session of Claude Code: of each message one end and the model's own words, and no command twice but in an attempt that is counted.</summary>
internal sealed class ClaudeAudit(History history, IReadOnlyDictionary<string, ClaudeMessage> messages, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> hangUps)
    : Audit(history, onlyTheDaemonDied: false)
{
    // It is begun again so often, and then given up.
    private const int MostAttempts = 4;

    /// <summary>Turns that ended because their agent's process did.</summary>
    public int LostAgents { get; private set; }

    /// <summary>Turns that ended because the model broke off.</summary>
    public int LostAnswers { get; private set; }

    public int Retries => History.Named("turn.retry").Count();

    protected override bool HasRun(string message, Dictionary<string, int> traces) => ClaudeMessage.Steps.Any(step => traces.ContainsKey($"started {message}.{step}"));

    protected override void Run(string message, string turn, Dictionary<string, int> traces)
    {
        var interrupted = Of(turn, EventKind.Interrupted).Count();
        Interrupted += interrupted;
        var counts = ClaudeMessage.Steps.Select(step => (Started: traces.GetValueOrDefault($"started {message}.{step}"), Finished: traces.GetValueOrDefault($"finished {message}.{step}"))).ToList();
        Require(counts.TrueForAll(count => count.Started <= interrupted + 1 && count.Finished <= count.Started),
            $"{message}: its commands ran {string.Join(", ", counts)} times in {interrupted + 1} attempts");
        switch (StopsOf(message, turn))
        {
            case [{ Event: EventKind.Done } done]:
                Require(counts.TrueForAll(static count => count.Finished >= 1) || IsSaidToBeWithoutAnswers(turn), $"{message} is done, and its commands ran {string.Join(", ", counts)} times:{StoryOf(turn)}");
                Require(done.Payload.GetProperty("stats").GetProperty("attempts").GetInt32() == interrupted + 1, $"{message} was cut off {interrupted} times: {done}");
                Require(Texts(EventKind.Message, turn).EndsWith(messages[message].Answer, StringComparison.Ordinal), $"{message} has the answer '{Texts(EventKind.Message, turn)}':{StoryOf(turn)}");
                break;
            case [{ Event: EventKind.Error } error]:
                Failed(message, turn, error, interrupted);
                break;
            case [_]:
                Require(holds: false, $"{message} was cancelled by nobody");
                break;
            default: break;
        }
    }

    // An agent that outlives its keeper goes on, and what it asks meanwhile nobody can allow.
    private bool IsSaidToBeWithoutAnswers(string turn) =>
        Of(turn, "turn.progress").Any(static note => note.Payload.GetProperty("text").GetString()!.Contains("did not happen", StringComparison.Ordinal));

    /// <summary>For whoever reads of a breach: all that was told of the turn but its words.</summary>
    private string StoryOf(string turn) => string.Concat(History.Events
        .Where(happened => happened.Event != EventKind.Token && (happened.Event.StartsWith("process.", StringComparison.Ordinal) || happened.Payload.GetRawText().Contains(turn, StringComparison.Ordinal)))
        .Select(static happened => $"\n    {happened.Seq} {happened.Event} {happened.Payload.GetRawText()}"));

    private void Failed(string message, string turn, EventEnvelope error, int interrupted)
    {
        var code = error.Payload.GetProperty("code").GetString()!;
        if (code == "agent-exited") LostAgents++;
        // An answer that broke off may be one that Claude Code does not ask for again.
        else if (code is "api-error" or "malformed-response" && WasHungUpOn(turn, error.Ts)) LostAnswers++;
        else Require(code == "interrupted" && interrupted == MostAttempts, $"{message}: {error}");
    }

    private bool WasHungUpOn(string turn, DateTimeOffset ended) =>
        Of(turn, "turn.start").First().Ts is var began && hangUps.Any(hangUp => hangUp.From <= ended && began <= hangUp.To);
}
