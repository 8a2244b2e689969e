using Steward.Domain.Turns;

namespace Steward.Domain.Accounts;

/// <summary>When what is cached of an account keeps an agent from being started.</summary>
public enum GateMode
{
    /// <summary>Never: it is said, and the call decides.</summary>
    Advise,

    /// <summary>When the organisation itself has switched extra usage off until a time, or the login has run out for good.</summary>
    OrgDisabled,

    /// <summary>Whatever says that a call would be refused.</summary>
    Strict,
}

/// <param name="Refusal">The turn ends with it, and nothing is started.</param>
/// <param name="Advice">What its owner should know though it is started.</param>
public readonly record struct GateAnswer(TurnFailure? Refusal, string? Advice);

/// <summary>Asked before an agent's process is started; one that runs is not asked about. The login is looked at before anything that it could have made stale.</summary>
public static class GateRules
{
    public static GateAnswer Decide(GateMode mode, AccountFacts facts, DateTimeOffset now)
    {
        var diagnosis = AccountRules.Diagnose(facts, now);
        var barred = IsBarred(mode, facts, diagnosis.Verdict);
        if (facts.IsExpired(now))
            return mode != GateMode.Advise && (!facts.CanRenew || barred)
                ? new GateAnswer(Expired(facts), null)
                : new GateAnswer(null, facts.CanRenew ? null : Advice(diagnosis));
        if (barred)
            return new GateAnswer(OfOverage(facts, diagnosis), null);
        return diagnosis.Verdict is AccountVerdict.OverageDisabled or AccountVerdict.OutOfCredits
            ? new GateAnswer(null, Advice(diagnosis))
            : default;
    }

    private static bool IsBarred(GateMode mode, AccountFacts facts, AccountVerdict verdict) => mode switch
    {
        GateMode.Advise => false,
        GateMode.OrgDisabled => facts.DisabledReason == "org_level_disabled_until",
        GateMode.Strict => verdict is AccountVerdict.OverageDisabled or AccountVerdict.OutOfCredits
            || facts.Grants.Any(static grant => grant.Available == false),
    };

    private static TurnFailure Expired(AccountFacts facts) => new(
        "oauth-expired", FailureKind.Auth,
        $"The Claude login has expired{((facts.ExpiresAt ?? facts.StoredExpiresAt) is { } at ? $" (at {AccountRules.Iso(at)})" : "")}.",
        Retryable: false, AccountRules.NewToken);

    private static TurnFailure OfOverage(AccountFacts facts, Diagnosis diagnosis) => facts.DisabledReason == "out_of_credits"
        ? new TurnFailure("out-of-credits", FailureKind.OutOfCredits, $"{AccountRules.NoCredits}.", Retryable: true, diagnosis.Fix)
        : new TurnFailure("overage-disabled", FailureKind.OverageDisabled, $"{AccountRules.OverageOff}.", Retryable: true,
            diagnosis.Verdict == AccountVerdict.StaleGrantCache ? $"What says so is old: {AccountRules.ClearCache}" : diagnosis.Fix);

    private static string Advice(Diagnosis diagnosis) => $"{diagnosis.Message} Fix: {diagnosis.Fix}";
}
