using Steward.Domain.Accounts;

namespace Steward.Domain.Tests.Accounts;

public sealed class The_end_of_a_login
{
    private static readonly DateTimeOffset End = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private static AccountFacts Token { get; } = new() { Login = LoginKind.Token, LoginFrom = "CLAUDE_CODE_OAUTH_TOKEN", TokenExpiresAt = End };

    [Fact]
    public void Is_announced_a_month_a_week_and_a_day_ahead_and_then_by_the_hour_each_once()
    {
        var announced = new List<TimeSpan>();
        for (var left = TimeSpan.FromDays(40); left > TimeSpan.FromHours(-2); left -= TimeSpan.FromMinutes(10))
            if (ExpiryRules.Due(Token, End - left) is { } step && (announced.Count == 0 || announced[^1] != step))
                announced.Add(step);
        Assert.Equal([30 * 24, 7 * 24, 24, 12, 6, 3, 1, 0], announced.Select(static step => step.TotalHours));
    }

    [Fact]
    public void Is_not_announced_by_the_hour_where_the_agent_renews_it_every_few_hours()
    {
        var login = new AccountFacts { Login = LoginKind.Stored, LoginFrom = "file", StoredExpiresAt = End, CanRenew = true };
        Assert.Null(ExpiryRules.Due(login, End.AddHours(-8)));
        Assert.NotNull(ExpiryRules.Due(login with { CanRenew = false }, End.AddHours(-8)));
        Assert.NotNull(ExpiryRules.Due(login, End.AddDays(-1)));
    }

    [Fact]
    public void Is_not_announced_where_nothing_says_when_it_is() =>
        Assert.Null(ExpiryRules.Due(Token with { TokenExpiresAt = null }, End));

    [Fact]
    public void Is_said_with_what_to_do() =>
        Assert.Equal(
            $"The Claude login (CLAUDE_CODE_OAUTH_TOKEN) expires in 7d, at {AccountRules.Iso(End)}. Make a new one: steward auth setup-token",
            ExpiryRules.Announce(Token, End.AddDays(-7)));
}
