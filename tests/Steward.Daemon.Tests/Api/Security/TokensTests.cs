using Steward.Daemon.Api.Security;

namespace Steward.Daemon.Tests.Api.Security;

public sealed class TokensTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void The_token_before_is_good_for_half_a_minute()
    {
        var tokens = new Tokens("new", "old", _clock);
        Assert.True(tokens.Accepts("new") && tokens.Accepts("old"));
        _clock.Pass(TimeSpan.FromSeconds(29));
        Assert.True(tokens.Accepts("old"));
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.False(tokens.Accepts("old"));
        Assert.True(tokens.Accepts("new"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ne")]
    [InlineData("new ")]
    [InlineData("NEW")]
    [InlineData("newnew")]
    public void What_is_not_the_token_is_refused(string shown) => Assert.False(new Tokens("new", null, _clock).Accepts(shown));

    [Fact]
    public void A_ticket_is_good_once_and_for_a_minute()
    {
        var tokens = new Tokens("t", null, _clock);
        var (first, second) = (tokens.NewTicket()!.Value.Ticket, tokens.NewTicket()!.Value.Ticket);
        Assert.True(tokens.Redeem(first));
        Assert.False(tokens.Redeem(first));
        _clock.Pass(TimeSpan.FromSeconds(60));
        Assert.False(tokens.Redeem(second));
        Assert.False(tokens.Redeem(""));
    }

    [Fact]
    public void Tickets_that_nobody_uses_are_bounded_and_make_room_when_they_are_old()
    {
        var tokens = new Tokens("t", null, _clock);
        while (tokens.NewTicket() is not null)
            continue;
        _clock.Pass(TimeSpan.FromSeconds(61));
        Assert.NotNull(tokens.NewTicket());
    }
}
