using System.Collections.Immutable;

namespace Steward.Domain.Accounts;

/// <summary>What an agent logs in with.</summary>
public enum LoginKind
{
    None,

    /// <summary>A key of the service: it does not expire by itself.</summary>
    Key,

    /// <summary>A long-lived token that its owner made.</summary>
    Token,

    /// <summary>What the agent's own login wrote.</summary>
    Stored,
}

/// <summary>What the files and variables of an account say, read at one moment; no secret is in it.</summary>
public sealed record AccountFacts
{
    public string? Program { get; init; }

    public LoginKind Login { get; init; }

    /// <summary>The variable or the file that the login comes from.</summary>
    public string? LoginFrom { get; init; }

    /// <summary>Of the token, where it is known.</summary>
    public DateTimeOffset? TokenExpiresAt { get; init; }

    /// <summary>Of the login that the agent stored, whether or not it is the one that counts.</summary>
    public DateTimeOffset? StoredExpiresAt { get; init; }

    /// <summary>The agent can get a new one by itself, if the service still lets it.</summary>
    public bool CanRenew { get; init; }

    /// <summary>Why paying for more than the plan gives is off, as the service last said; null: it said that it is on, or nothing.</summary>
    public string? DisabledReason { get; init; }

    public ImmutableArray<OverageGrant> Grants { get; init; } = [];

    /// <summary>Files that could not be read, a sentence each.</summary>
    public ImmutableArray<string> Troubles { get; init; } = [];

    /// <summary>When the login that counts runs out.</summary>
    public DateTimeOffset? ExpiresAt => Login switch
    {
        LoginKind.Token => TokenExpiresAt,
        LoginKind.Stored => StoredExpiresAt,
        LoginKind.Key or LoginKind.None => null,
    };

    /// <summary>A login of which nothing but its end is left is one that ran out.</summary>
    public bool IsExpired(DateTimeOffset now) => (Login == LoginKind.None ? StoredExpiresAt : ExpiresAt) <= now;
}

/// <summary>What the service once said of one organisation's extra usage: <paramref name="Info"/> is its own JSON.</summary>
public sealed record OverageGrant(string Info, bool? Available, DateTimeOffset? CachedAt)
{
    // Nothing refreshes it by itself, and older ones were seen to disagree with the account.
    private static readonly TimeSpan Believed = TimeSpan.FromHours(1);

    public TimeSpan AgeAt(DateTimeOffset now) => CachedAt is { } at ? now - at : TimeSpan.Zero;

    public bool IsStale(DateTimeOffset now) => AgeAt(now) >= Believed;
}
