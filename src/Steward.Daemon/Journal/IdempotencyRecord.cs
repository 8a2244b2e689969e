namespace Steward.Daemon.Journal;

/// <summary>The answer to a request that may come again: kept as long as the session of its batch.</summary>
internal sealed record IdempotencyRecord
{
    public required string Scope { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of the request's body: the same key with another body is another request.</summary>
    public required ReadOnlyMemory<byte> RequestHash { get; init; }

    public required int Status { get; init; }

    public ReadOnlyMemory<byte> Answer { get; init; }
}

/// <summary>A kept answer and the session that it belongs to.</summary>
internal sealed record StoredKey(string Session, IdempotencyRecord Record);
