using System.Net;
using System.Text;
using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Security;

/// <summary>From the real table of routes, so that a new route is tested from its first day.</summary>
public sealed class CredentialTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private const int MostBytes = 256;

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task No_route_but_health_is_opened_by_a_bad_credential()
    {
        var sessions = (await Api.GetAsync("/v3/sessions?archived=true")).Text;
        foreach (var route in await Api.RoutesAsync())
            foreach (var (kind, credential) in BadCredentials())
            {
                var body = route.Method is "POST" or "PATCH" ? """{"title":"intruder","content":"say hello","decision":"allow"}""" : null;
                var reply = await Api.SendAsAsync(credential, new HttpMethod(route.Method), route.Filled, body);
                Assert.True(reply.Status == (route.Scope == "nobody" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized), $"{route} with {kind}: {reply.Status}");
                AssertTellsNothing(reply, route.Scope, $"{route} with {kind}");
            }
        Assert.Equal(sessions, (await Api.GetAsync("/v3/sessions?archived=true")).Text);
        Assert.Equal("running", (await Api.GetAsync("/v3/daemon")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_is_no_route_looks_the_same_to_a_stranger()
    {
        var known = await Api.SendAsAsync(null, HttpMethod.Get, "/v3/sessions");
        foreach (var (method, path) in ((string, string)[])[("GET", "/"), ("GET", "/v3/none"), ("PUT", "/v3/sessions"), ("OPTIONS", "/v3/sessions"), ("TRACE", "/v3/sessions"), ("GET", "/v3/sessions/../../etc/passwd")])
        {
            var reply = await Api.SendAsAsync(null, new HttpMethod(method), path);
            Assert.Equal((HttpStatusCode.Unauthorized, known.Text), (reply.Status, reply.Text));
        }
    }

    [Fact]
    public async Task The_owner_is_let_in_by_the_token_of_the_state_file_in_the_usual_spellings_of_the_scheme()
    {
        foreach (var scheme in (string[])["Bearer", "bearer", "BEARER"])
            Assert.Equal(HttpStatusCode.OK, (await Api.SendAsAsync($"{scheme} {Api.Token}", HttpMethod.Get, "/v3/sessions")).Status);
        Assert.True(Api.Token.Length >= 48, "A token has at least 24 random bytes.");
    }

    [Fact]
    public async Task Who_claims_to_come_from_elsewhere_is_believed_nothing()
    {
        foreach (var header in (string[])["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Forwarded-User"])
        {
            void Claim(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(header, header == "Forwarded" ? "for=127.0.0.1;host=localhost" : header.EndsWith("URL", StringComparison.Ordinal) ? "/health" : "127.0.0.1");
            Assert.Equal(HttpStatusCode.Unauthorized, (await Api.SendAsAsync(null, HttpMethod.Get, "/v3/sessions", null, Claim)).Status);
            Assert.Equal(HttpStatusCode.OK, (await Api.SendAsync(HttpMethod.Get, "/v3/sessions", null, Claim)).Status);
        }
    }

    private IEnumerable<(string Kind, string? Value)> BadCredentials()
    {
        var token = Api.Token;
        yield return ("no token", null);
        yield return ("a wrong token", $"Bearer {new string('0', token.Length)}");
        yield return ("an empty token", "Bearer ");
        yield return ("an empty header", "");
        yield return ("a truncated token", $"Bearer {token[..^1]}");
        yield return ("a longer token", $"Bearer {token}0");
        yield return ("a token in capitals", $"Bearer {token.ToUpperInvariant()}");
        yield return ("the token twice", $"Bearer {token} {token}");
        yield return ("the bare token", token);
        yield return ("another scheme", $"Token {token}");
        yield return ("basic", $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"owner:{token}"))}");
        yield return ("a list", $"Bearer {token}, Bearer {token}");
    }

    internal static void AssertTellsNothing(Reply reply, string scope, string what)
    {
        Assert.DoesNotContain(reply.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        if (scope == "nobody")
            return;
        Assert.True(Encoding.UTF8.GetByteCount(reply.Text) <= MostBytes, $"{what}: {reply.Text}");
        Assert.Equal(["code", "kind", "message", "retryable"], reply.Json.GetProperty("error").EnumerateObject().Take(4).Select(static field => field.Name));
        Assert.Equal(JsonValueKind.False, reply.Json.GetProperty("error").GetProperty("retryable").ValueKind);
    }
}
