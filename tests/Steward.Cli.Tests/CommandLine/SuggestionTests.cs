using Steward.Cli.CommandLine;

namespace Steward.Cli.Tests.CommandLine;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("statsu", "status")]
    [InlineData("stratus", "status")]
    [InlineData("sessoins", "sessions")]
    [InlineData("kil", "kill")]
    public void A_slip_of_the_fingers_is_understood(string typed, string meant) =>
        Assert.Equal(meant, Suggestion.For(typed, ["start", "status", "sessions", "kill", "do"]));

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("x")]
    [InlineData("")]
    public void What_is_far_from_everything_gets_no_suggestion(string typed) => Assert.Null(Suggestion.For(typed, ["start", "status", "kill"]));

    [Fact]
    public void Two_letters_in_the_wrong_order_are_one_slip() => Assert.Equal(1, Suggestion.Distance("ab", "ba"));
}
