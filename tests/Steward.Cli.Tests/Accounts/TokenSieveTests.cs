using System.Text;
using Steward.Cli.Accounts;

namespace Steward.Cli.Tests.Accounts;

public sealed class TokenSieveTests
{
    private const string Token = "sk-ant-oat01-AbC_d-efghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_token_is_kept_and_not_shown_however_it_comes_in_pieces(int piece)
    {
        var (sieve, shown) = Through($"\u001b[32mYour token:\r\n{Token}\u001b[0m\r\nStore it, ok? s sk- sk-an", piece);
        Assert.Equal(Token, sieve.Token);
        Assert.Equal("\u001b[32mYour token:\r\n<redacted>\u001b[0m\r\nStore it, ok? s sk- sk-an", shown);
    }

    [Fact]
    public void What_only_begins_like_one_is_shown()
    {
        var (sieve, shown) = Through("ask-ant, or paste sk-ant-oat01-… here; ssk-ant-oat", 3);
        Assert.Null(sieve.Token);
        Assert.Equal("ask-ant, or paste sk-ant-oat01-… here; ssk-ant-oat", shown);
    }

    private static (TokenSieve Sieve, string Shown) Through(string text, int piece)
    {
        var sieve = new TokenSieve();
        var shown = new List<byte>();
        foreach (var part in Encoding.UTF8.GetBytes(text).Chunk(piece)) shown.AddRange(sieve.Take(part));
        shown.AddRange(sieve.End());
        return (sieve, Encoding.UTF8.GetString([.. shown]));
    }
}
