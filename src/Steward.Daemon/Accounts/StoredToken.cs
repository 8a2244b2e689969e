namespace Steward.Daemon.Accounts;

/// <summary>A login token that the owner gave to Steward.</summary>
internal sealed record StoredToken(string Value, DateTimeOffset StoredAt, DateTimeOffset? ExpiresAt)
{
    // The compiler would print every member, and a printed token is a leaked one.
    public override string ToString() => nameof(StoredToken);
}
