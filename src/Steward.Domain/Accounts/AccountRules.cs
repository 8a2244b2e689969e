using System.Collections.Immutable;
using System.Globalization;

namespace Steward.Domain.Accounts;

/// <summary>
/// From what the files say to the one true cause. A login that ran out comes first: it makes everything that was cached after it worthless, and hides
/// behind it; paying for more comes before having paid too little.
/// </summary>
public static class AccountRules
{
    public const string UsagePage = "https://claude.ai/settings/usage";
    public const string OverageOff = "Claude Max-plan overage is unavailable (disabled or depleted at the org level)";
    public const string NoCredits = "The agent is out of Anthropic credits";
    public const string NewToken = "steward auth setup-token   (or: claude setup-token, then: steward auth set-token --stdin)";
    public const string ClearCache = "steward auth overage clear";

    private static readonly ImmutableHashSet<string> SwitchedOff =
    [
        "overage_not_provisioned", "org_level_disabled", "org_level_disabled_until", "org_service_level_disabled", "seat_tier_level_disabled",
        "member_level_disabled", "member_zero_credit_limit", "group_zero_credit_limit", "seat_tier_zero_credit_limit",
    ];

    public static Diagnosis Diagnose(AccountFacts facts, DateTimeOffset now)
    {
        ImmutableArray<CheckedCause> causes =
        [
            Expiry(facts, now), Overage(facts, now), Staleness(facts, now), Memory(),
            Credits(facts), Login(facts), Program(facts),
        ];
        var verdict = Verdict(facts, causes);
        var (message, fix, human) = Words(verdict, facts, now);
        return new Diagnosis(verdict, message, fix, human, causes) { Age = verdict == AccountVerdict.StaleGrantCache ? OldestGrant(facts, now) : null };
    }

    public static string NameOf(AccountVerdict verdict) => verdict switch
    {
        AccountVerdict.Ok => "ok",
        AccountVerdict.OauthExpired => "oauth_expired",
        AccountVerdict.NotLoggedIn => "not_logged_in",
        AccountVerdict.OverageDisabled => "overage_disabled",
        AccountVerdict.StaleGrantCache => "stale_grant_cache",
        AccountVerdict.OutOfCredits => "out_of_credits",
        AccountVerdict.NoClaude => "no_claude",
    };

    public static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>The largest unit that says something: 3d, 5h, 12m.</summary>
    public static string Rough(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => Whole(span.TotalDays, "d"),
        { TotalHours: >= 1 } => Whole(span.TotalHours, "h"),
        _ => Whole(Math.Max(0, span.TotalMinutes), "m"),
    };

    private static AccountVerdict Verdict(AccountFacts facts, ImmutableArray<CheckedCause> causes)
    {
        // Without login and program there is nothing whose cause could be looked for.
        if (facts is { Login: LoginKind.None, Program: null, StoredExpiresAt: null })
            return AccountVerdict.NoClaude;
        foreach (var verdict in (ReadOnlySpan<AccountVerdict>)
            [
                AccountVerdict.OauthExpired, AccountVerdict.NotLoggedIn, AccountVerdict.OverageDisabled, AccountVerdict.StaleGrantCache,
                AccountVerdict.OutOfCredits, AccountVerdict.NoClaude,
            ])
            if (causes.Any(cause => !cause.Passed && cause.Name == NameOf(verdict)))
                return verdict;
        return AccountVerdict.Ok;
    }

    private static CheckedCause Expiry(AccountFacts facts, DateTimeOffset now)
    {
        var expired = facts.IsExpired(now);
        var evidence = facts switch
        {
            { Login: LoginKind.Key } => $"{facts.LoginFrom} is a key, which has no end",
            { Login: LoginKind.Token, TokenExpiresAt: null } => $"{facts.LoginFrom}: nothing says when it ends",
            { Login: LoginKind.None, StoredExpiresAt: null } or { Login: LoginKind.Stored, StoredExpiresAt: null } => "no expiresAt is there",
            _ when (facts.ExpiresAt ?? facts.StoredExpiresAt) is { } at && expired =>
                $"expired {Rough(now - at)} ago, at {Iso(at)}{(facts.CanRenew && facts.Login == LoginKind.Stored ? "; Claude Code tries to renew it when it starts" : "")}",
            _ => $"good until {Iso(facts.ExpiresAt ?? default)} ({Rough((facts.ExpiresAt ?? now) - now)})",
        };
        return new CheckedCause(1, NameOf(AccountVerdict.OauthExpired), "The OAuth token is in force", !expired, evidence);
    }

    private static CheckedCause Overage(AccountFacts facts, DateTimeOffset now)
    {
        var off = facts.Grants.Any(grant => grant.Available == false && !grant.IsStale(now));
        var reason = facts.DisabledReason is { } said && SwitchedOff.Contains(said);
        var evidence = reason ? $"cachedExtraUsageDisabledReason is {facts.DisabledReason}"
            : off ? "overageCreditGrantCache says available: false"
            : facts.Grants.Any(static grant => grant.Available == false) ? "what says so is too old to be believed: see 3"
            : "nothing says that it is off";
        return new CheckedCause(2, NameOf(AccountVerdict.OverageDisabled), "Overage is switched on at claude.ai", !(off || reason), evidence);
    }

    private static CheckedCause Staleness(AccountFacts facts, DateTimeOffset now)
    {
        var oldest = OldestGrant(facts, now);
        var evidence = oldest is { } age ? $"a grant was cached {Rough(age)} ago, and is not refreshed by itself"
            : facts.Grants.IsEmpty ? "no grant is cached" : "what is cached is fresh";
        return new CheckedCause(3, NameOf(AccountVerdict.StaleGrantCache), "The grant cache is fresh", oldest is null, evidence);
    }

    private static CheckedCause Memory() => new(4, "daemon_cache", "The daemon keeps no old answer in memory", Passed: true, "the files are read anew each time");

    private static CheckedCause Credits(AccountFacts facts) => new(
        null, NameOf(AccountVerdict.OutOfCredits), "There are credits", facts.DisabledReason != "out_of_credits",
        facts.DisabledReason == "out_of_credits" ? "cachedExtraUsageDisabledReason is out_of_credits" : "nothing says so");

    private static CheckedCause Login(AccountFacts facts) => new(
        null, NameOf(AccountVerdict.NotLoggedIn), "Somebody is logged in", facts.Login != LoginKind.None,
        facts.LoginFrom is { } from ? $"logged in by {from}" : "neither a variable nor a file holds a login");

    private static CheckedCause Program(AccountFacts facts) => new(
        null, NameOf(AccountVerdict.NoClaude), "Claude Code is installed", facts.Program is not null, facts.Program ?? "no claude is in the PATH");

    private static TimeSpan? OldestGrant(AccountFacts facts, DateTimeOffset now) =>
        facts.Grants.Where(grant => grant.IsStale(now)).Select(grant => (TimeSpan?)grant.AgeAt(now)).Max();

    private static (string Message, string? Fix, bool NeedsHuman) Words(AccountVerdict verdict, AccountFacts facts, DateTimeOffset now) => verdict switch
    {
        AccountVerdict.Ok => ("Nothing is wrong with the account, as far as files and variables show.", null, false),
        AccountVerdict.OauthExpired when facts is { CanRenew: true, Login: LoginKind.Stored } => (
            "The Claude login has expired. Claude Code renews it when it starts; where it cannot, every call is refused with 401.", NewToken, false),
        AccountVerdict.OauthExpired => ("The Claude login has expired: every call would be refused with 401.", NewToken, false),
        AccountVerdict.NotLoggedIn => ("Nobody is logged in to Claude.", NewToken, false),
        AccountVerdict.OverageDisabled => (
            $"{OverageOff}.", $"switch \"Extra usage\" on at {UsagePage} (the account's owner must), then: {ClearCache}", true),
        AccountVerdict.StaleGrantCache => (
            $"What is cached of the extra usage is {Rough(OldestGrant(facts, now) ?? default)} old and cannot be believed.", ClearCache, false),
        AccountVerdict.OutOfCredits => (
            $"{NoCredits}.", $"buy extra usage at {UsagePage}, or wait until the limit resets, then: {ClearCache}", true),
        AccountVerdict.NoClaude => ("Claude Code is not installed, or not in the PATH.", "npm install -g @anthropic-ai/claude-code", false),
    };

    private static string Whole(double count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(count):0}{unit}");
}
