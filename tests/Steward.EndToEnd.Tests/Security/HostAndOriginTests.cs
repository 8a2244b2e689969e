using System.Net;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Security;

public sealed class HostAndOriginTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    public static TheoryData<string> WrongHosts => new(
        "Host: evil.example", "Host: evil.example:{port}", "Host: localhost.evil.example:{port}", "Host: evil.localhost:{port}", "Host: 127.0.0.1",
        "Host: localhost", "Host: 127.0.0.1:1", "Host: 127.0.0.1:{port}0", "Host: 127.0.0.1:0{port}", "Host: 127.0.0.2:{port}", "Host: 127.1:{port}",
        "Host: 2130706433:{port}", "Host: 0x7f.0.0.1:{port}", "Host: 0177.0.0.1:{port}", "Host: 0.0.0.0:{port}", "Host: [::]:{port}",
        "Host: ::1:{port}", "Host: [::ffff:127.0.0.1]:{port}", "Host: [0:0:0:0:0:0:0:1]:{port}", "Host: localhost.:{port}", "Host: 127.0.0.1.:{port}",
        "Host: user@127.0.0.1:{port}", "Host: 127.0.0.1:{port}@evil.example", "Host: 127.0.0.1:{port}, evil.example", "Host: 127.0.0.1:{port} evil.example",
        "Host: 127.0.0.1:{port}/", "Host: http://127.0.0.1:{port}", "Host: ", "Host:", "X-Host: 127.0.0.1:{port}",
        "Host: evil.example:{port}\r\nHost: 127.0.0.1:{port}", "Host: 127.0.0.1:{port}\r\nHost: evil.example:{port}", "Host: 127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}",
        "Host: 127.0.0.1:+{port}", "Host: 127.0.0.1:{port}#", "Host: xn--lcalhost-1za:{port}", "Host : 127.0.0.1:{port}", "Host: evil.example\r\nX-Forwarded-Host: 127.0.0.1:{port}");

    [Theory]
    [MemberData(nameof(WrongHosts))]
    public async Task A_request_that_names_another_host_is_refused_before_its_token_counts(string header)
    {
        var written = header.Replace("{port}", $"{Api.Port}", StringComparison.Ordinal);
        foreach (var path in (string[])["/health", "/v3/sessions"])
        {
            var answer = await RawHttp.AskAsync(Api.Port, $"GET {path} HTTP/1.1\r\n{written}\r\nAuthorization: Bearer {Api.Token}\r\nConnection: close\r\n\r\n");
            Assert.True(RawHttp.Status(answer) is 400 or 403, answer);
            Assert.True(RawHttp.Body(answer).Length <= 256, answer);
        }
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:{0}/v3/sessions HTTP/1.1")]
    [InlineData("GET http://evil.example/v3/sessions HTTP/1.1")]
    [InlineData("CONNECT 127.0.0.1:{0} HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.1")]
    public async Task A_request_line_with_a_host_of_its_own_is_refused(string line)
    {
        var answer = await RawHttp.AskAsync(Api.Port, $"{string.Format(line, Api.Port)}\r\nHost: 127.0.0.1:{Api.Port}\r\nAuthorization: Bearer {Api.Token}\r\nConnection: close\r\n\r\n");
        Assert.True(RawHttp.Status(answer) is 400 or 403 or 405, answer);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("LocalHost")]
    [InlineData("[::1]")]
    public async Task The_names_of_this_host_are_good(string name)
    {
        var answer = await RawHttp.AskAsync(Api.Port, $"GET /health HTTP/1.1\r\nHost: {name}:{Api.Port}\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, RawHttp.Status(answer));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("https://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://127.0.0.1:{0}.evil.example")]
    [InlineData("http://evil.example:{0}")]
    [InlineData("file://")]
    [InlineData("chrome-extension://abcdefgh")]
    public async Task A_foreign_page_is_refused_on_every_route_and_upgrade_whatever_it_knows(string origin)
    {
        var written = string.Format(origin, Api.Port);
        foreach (var route in await Api.RoutesAsync())
        {
            var reply = await Api.SendAsync(new HttpMethod(route.Method), route.Filled, route.Method is "POST" or "PATCH" ? "{}" : null,
                request => request.Headers.TryAddWithoutValidation("Origin", written));
            Assert.True(reply.Status == HttpStatusCode.Forbidden, $"{route}: {reply.Status} {reply.Text}");
            CredentialTests.AssertTellsNothing(reply, "owner", route.ToString());
        }
        var upgrade = await RawHttp.AskAsync(Api.Port, $"GET /v3/ws?token={Api.Token} HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\nOrigin: {written}\r\nUpgrade: websocket\r\n" +
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        Assert.Equal(403, RawHttp.Status(upgrade));
    }

    [Fact]
    public async Task A_preflight_gets_no_leave()
    {
        var answer = await RawHttp.AskAsync(Api.Port, $"OPTIONS /v3/sessions HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\nOrigin: http://evil.example\r\n" +
            "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\nConnection: close\r\n\r\n");
        Assert.Equal(403, RawHttp.Status(answer));
        Assert.DoesNotContain("Access-Control", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_of_the_daemon_itself_is_no_stranger()
    {
        var reply = await Api.SendAsync(HttpMethod.Get, "/v3/sessions", null, request => request.Headers.Add("Origin", $"http://127.0.0.1:{Api.Port}"));
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.DoesNotContain(reply.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }
}
