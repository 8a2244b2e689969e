namespace Steward.Protocol.Accounts;

/// <summary>What is cached of the extra usage: as it stands in the file, read at <paramref name="CheckedAt"/>.</summary>
public sealed record OverageView(
    DateTimeOffset CheckedAt, IReadOnlyList<GrantView> Grants, string? CachedExtraUsageDisabledReason = null, string? File = null, DateTimeOffset? FileWrittenAt = null);

/// <param name="Backup">The copy of the file as it was; absent: nothing was cached, and nothing was changed.</param>
public sealed record OverageCleared(bool Cleared, OverageView Before, OverageView After, string? Backup = null);
