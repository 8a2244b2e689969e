using System.Text.Json;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Accounts;

public sealed class ClaudeWithExpiredLogin : ClaudeUnderTest
{
    private readonly AccountService _service = new();

    internal AccountService Service => _service;

    internal string Credentials => Path.Combine(ClaudeHome, ".claude", ".credentials.json");

    protected override string? Key => null;

    protected override IReadOnlyDictionary<string, string> MoreEnvironment
    {
        get
        {
            var authority = Path.Combine(ClaudeHome, "authority.pem");
            Write(authority, _service.Authority);
            Write(Credentials, """
                {"claudeAiOauth":{"accessToken":"sk-ant-oat01-expired","refreshToken":"sk-ant-ort01-first","expiresAt":1700000000000,"scopes":["user:inference","user:profile"],"subscriptionType":"max"}}
                """);
            return new Dictionary<string, string> { ["HTTPS_PROXY"] = _service.Address, ["NO_PROXY"] = "127.0.0.1", ["NODE_EXTRA_CA_CERTS"] = authority };
        }
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.CreateText(path);
        file.Write(text);
    }
}

/// <summary>A login that has expired and can be renewed is Claude Code's to renew. A refresh token counts once: of two that send it, one is left without a login.</summary>
public sealed class RenewalTests(ClaudeWithExpiredLogin steward) : IClassFixture<ClaudeWithExpiredLogin>
{
    private const int Sessions = 12;

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task Of_many_that_start_at_once_one_renews_the_login_for_all()
    {
        Assert.SkipWhen(ClaudeProgram.Real is null, "The stand-in has no login to renew.");
        var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async _ =>
        {
            var id = await Api.CreateAsync();
            return (Id: id, Turn: await Api.SubmitAsync(id, "[[text:renewed]]"));
        }));
        await Eventually.TrueAsync(
            async () => (await Task.WhenAll(sessions.Select(session => Api.SessionAsync(session.Id)))).All(static session => session.TryGetProperty("pid", out _)),
            () => "Not all of them have started.");
        await Eventually.TrueAsync(() => steward.Service.Renewals > 0, () => "Nobody asked for a fresh login.");
        steward.Service.Answer();

        var ends = await Task.WhenAll(sessions.Select(session => Api.EndAsync(session.Id, session.Turn)));
        Assert.All(ends, static end => Assert.True(end.Event == "turn.done", end.Raw));
        Assert.Equal(1, steward.Service.Renewals);
        using var stored = JsonDocument.Parse(await File.ReadAllBytesAsync(steward.Credentials, TestContext.Current.CancellationToken));
        Assert.Equal("sk-ant-ort01-renewed-1", stored.RootElement.GetProperty("claudeAiOauth").GetProperty("refreshToken").GetString());
    }
}
