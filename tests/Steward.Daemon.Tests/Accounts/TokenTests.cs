using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Steward.Daemon.Accounts;
using Steward.Daemon.Lifecycle;
using Steward.Daemon.Secrets;
using Steward.Protocol.Accounts;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Tests.Accounts;

public sealed class TokenTests : IDisposable
{
    private const string Token = "sk-ant-oat01-planted-secret-of-the-owner";

    private readonly ManualClock _clock = new();
    private readonly AccountFolder _folder;

    public TokenTests() => _folder = new AccountFolder(_clock);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_kept_for_its_owner_alone_beside_everything_else_that_is_kept_there()
    {
        Directory.CreateDirectory(_folder.Home.Root);
        AccountFolder.Write(_folder.Home.CredentialsFile, "{\"telegram\":{\"token\":\"other\"},\"big\":12345678901234567890}");
        await SaveAsync(Token);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Home.CredentialsFile));
        Assert.Equal(Token, _folder.Tokens.Read()!.Value);
        await _folder.Desk.ClearTokenAsync();
        Assert.Null(_folder.Tokens.Read());
        Assert.Equal("{\n  \"telegram\": {\n    \"token\": \"other\"\n  },\n  \"big\": 12345678901234567890\n}", Stored());
    }

    [Theory]
    [InlineData("")]
    [InlineData("too short")]
    [InlineData("a token with spaces in it is no token")]
    [InlineData("sk-ant-oat01-\u001b[31mcoloured-coloured")]
    public async Task What_cannot_be_a_token_is_refused(string token)
    {
        Assert.Equal("bad_token", (await Assert.ThrowsAsync<AccountException>(() => SaveAsync(token))).Code);
        Assert.False(File.Exists(_folder.Home.CredentialsFile));
    }

    [Fact]
    public async Task A_file_that_is_not_understood_is_left_as_it_is()
    {
        Directory.CreateDirectory(_folder.Home.Root);
        AccountFolder.Write(_folder.Home.CredentialsFile, "{\"half\":");
        Assert.Equal("bad_credentials", (await Assert.ThrowsAsync<AccountException>(() => SaveAsync(Token))).Code);
        Assert.Equal("{\"half\":", Stored());
        Assert.Contains("broken JSON", string.Join('\n', _folder.Desk.Look(null).Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_never_written_through_a_link()
    {
        Directory.CreateDirectory(_folder.Home.Root);
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        AccountFolder.Write(elsewhere, "{}");
        File.CreateSymbolicLink(_folder.Home.CredentialsFile, elsewhere);
        Assert.Equal("unsafe_file", (await Assert.ThrowsAsync<AccountException>(() => SaveAsync(Token))).Code);
        Assert.Equal("{}", await File.ReadAllTextAsync(elsewhere, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_counts_for_whoever_has_no_login_of_its_own_and_is_never_shown()
    {
        await SaveAsync(Token, _clock.GetUtcNow().AddDays(365));
        _folder.Settings = VerdictTests.WithAgents(
            VerdictTests.Agent("keyed", ClaudeRuntime.Name, ("ANTHROPIC_API_KEY", "the agent's own")), VerdictTests.Agent("plain", ClaudeRuntime.Name));
        var plain = _folder.Desk.Look("plain");
        Assert.Equal(("token", _clock.GetUtcNow().AddDays(365)), (plain.Login, plain.LoginExpiresAt!.Value));
        Assert.Equal("CLAUDE_CODE_OAUTH_TOKEN", Assert.Single(plain.Variables).Name);
        Assert.Contains("set-token", plain.Variables[0].From, StringComparison.Ordinal);
        Assert.Equal("key", _folder.Desk.Look("keyed").Login);
        Assert.Equal("ANTHROPIC_API_KEY", Assert.Single(_folder.Desk.Look("keyed").Variables).Name);
        var said = System.Text.Json.JsonSerializer.Serialize(plain, Protocol.WireJson.Default.AuthView);
        Assert.DoesNotContain(Token, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, new StoreTokenRequest(Token).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, _folder.Tokens.Read()!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_end_is_announced_once_a_day_ahead_and_a_new_one_takes_that_back()
    {
        var notices = new Notices();
        var watch = new AccountWatch(_folder.Book, new Redactor(), notices, _clock, NullLogger.Instance);
        await SaveAsync(Token, _clock.GetUtcNow().AddDays(60));
        watch.SeeToken();
        Assert.Empty(notices.All);

        _clock.Pass(TimeSpan.FromDays(59));
        watch.SeeExpiry();
        Assert.Contains("expires in 24h", Assert.Single(notices.All), StringComparison.Ordinal);
        _clock.Pass(TimeSpan.FromHours(3));
        watch.SeeExpiry();
        Assert.Contains("expires in 24h", Assert.Single(notices.All), StringComparison.Ordinal);
        _clock.Pass(TimeSpan.FromHours(10));
        watch.SeeExpiry();
        Assert.Contains("expires in 11h", Assert.Single(notices.All), StringComparison.Ordinal);

        await SaveAsync(Token + "-new", _clock.GetUtcNow().AddDays(60));
        watch.SeeToken();
        Assert.Empty(notices.All);
    }

    [Fact]
    public void A_new_one_is_known_as_a_secret_before_any_agent_is_told_of_it_whoever_wrote_it()
    {
        var redactor = new Redactor();
        var told = "";
        var watch = new AccountWatch(_folder.Book, redactor, new Notices(), _clock, NullLogger.Instance) { SeeLogins = () => told = redactor.Redact($"it is {Token}!") };
        _folder.Tokens.Save(Token, _clock.GetUtcNow(), null);
        watch.SeeToken();
        Assert.Equal("it is [redacted]!", told);
    }

    private Task<TokenStored> SaveAsync(string token, DateTimeOffset? end = null) => _folder.Desk.SaveAsync(new StoreTokenRequest(token, end));

    private string Stored() => Encoding.UTF8.GetString(File.ReadAllBytes(_folder.Home.CredentialsFile));
}
