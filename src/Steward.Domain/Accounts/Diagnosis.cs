using System.Collections.Immutable;

namespace Steward.Domain.Accounts;

public enum AccountVerdict
{
    Ok,
    OauthExpired,
    NotLoggedIn,
    OverageDisabled,
    StaleGrantCache,
    OutOfCredits,
    NoClaude,
}

/// <summary>The one true cause, and how each possible one was judged.</summary>
/// <param name="Fix">The command, or the place, that mends it.</param>
/// <param name="NeedsHuman">No command mends it: somebody must act at the service.</param>
public sealed record Diagnosis(AccountVerdict Verdict, string Message, string? Fix, bool NeedsHuman, ImmutableArray<CheckedCause> Causes)
{
    /// <summary>Of a stale cache: how old it is.</summary>
    public TimeSpan? Age { get; init; }
}

/// <summary>A cause that was looked for; <paramref name="Number"/> is its place among those that people fall for, null: it is none of them.</summary>
public sealed record CheckedCause(int? Number, string Name, string Title, bool Passed, string Evidence);
