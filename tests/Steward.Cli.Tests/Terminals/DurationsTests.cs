using System.Globalization;
using Steward.Cli.Terminals;

namespace Steward.Cli.Tests.Terminals;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30", 30_000)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5m", 90_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    public void A_time_is_read_as_people_write_it(string text, double milliseconds) =>
        Assert.Equal(milliseconds, Durations.Parse(text)?.TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("-5s")]
    [InlineData("5md")]
    [InlineData("1e9s")]
    [InlineData("99999999999d")]
    public void Anything_else_is_no_time(string text) => Assert.Null(Durations.Parse(text));

    [Theory]
    [InlineData(0.2, "0s", "200ms")]
    [InlineData(3.4, "3s", "3.4s")]
    [InlineData(125, "2m", "2m05s")]
    [InlineData(7500, "2h", "2h05m")]
    [InlineData(180_000, "2d", "50h00m")]
    public void A_time_is_written_short(double seconds, string rough, string exact)
    {
        var span = TimeSpan.FromSeconds(seconds);
        Assert.Equal((rough, exact), (Durations.Rough(span), Durations.Exact(span)));
        Assert.Equal(CultureInfo.InvariantCulture, CultureInfo.CurrentCulture);
    }
}
