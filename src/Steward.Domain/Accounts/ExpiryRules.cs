using System.Collections.Immutable;

namespace Steward.Domain.Accounts;

/// <summary>When the end of a login is announced: a month, a week and a day ahead, then by the hour, each once.</summary>
public static class ExpiryRules
{
    private static readonly ImmutableArray<TimeSpan> Ahead =
    [
        TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1),
        TimeSpan.FromDays(7), TimeSpan.FromDays(30),
    ];

    /// <summary>The announcement that is due now, by its name, or null. What renews itself every few hours is not announced by the hour.</summary>
    public static TimeSpan? Due(AccountFacts facts, DateTimeOffset now)
    {
        if (facts.ExpiresAt is not { } end)
            return null;
        var left = end - now;
        foreach (var step in Ahead)
            if (left <= step)
                return facts.CanRenew && facts.Login == LoginKind.Stored && step < TimeSpan.FromDays(1) ? null : step;
        return null;
    }

    public static string Announce(AccountFacts facts, DateTimeOffset now) => facts.ExpiresAt is { } end && end > now
        ? $"The Claude login ({facts.LoginFrom}) expires in {AccountRules.Rough(end - now)}, at {AccountRules.Iso(end)}. Make a new one: steward auth setup-token"
        : $"The Claude login ({facts.LoginFrom}) has expired. Make a new one: steward auth setup-token";
}
