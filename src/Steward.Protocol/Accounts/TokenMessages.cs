namespace Steward.Protocol.Accounts;

public sealed record StoreTokenRequest(string Token, DateTimeOffset? ExpiresAt = null)
{
    // The compiler would print every member, and a printed request is a leaked token.
    public override string ToString() => nameof(StoreTokenRequest);
}

/// <param name="Stored">Whether a token is kept now.</param>
public sealed record TokenStored(bool Stored, string File, DateTimeOffset? ExpiresAt = null);
