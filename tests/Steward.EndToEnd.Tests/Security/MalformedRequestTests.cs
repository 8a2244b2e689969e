using System.Net;
using System.Net.Sockets;
using System.Text;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Security;

public sealed class MalformedRequestTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private HttpApi Api => steward.Api;

    /// <summary>Ids as they would be written to get out of a folder; <c>~</c> stands for the place in the path.</summary>
    public static TheoryData<string> Escapes => new(
        "..", ".", "...", "..%2f", "%2e%2e", "%2e%2e%2f", "..%2f..%2fetc%2fpasswd", "%2e%2e%5c", "..%5c..%5c", "....%2f%2f", "%252e%252e%252f",
        "%252e%252e", "..%c0%af", "..%c1%9c", "%c0%ae%c0%ae", "%e0%80%af", "..%00", "%00", "sess_%00", "sess_x%00.json", "%2fetc%2fpasswd",
        "%5c%5chost%5cshare", "C:%5c", "file:%2f%2f%2fetc", "~root", "%7eroot", "$HOME", "%24%7bHOME%7d", "`id`", "%60id%60", "$(id)", ";id", "%3bid",
        "|id", "%7cid", "&id", "%26id", "a%20b", "a+b", "a%0ab", "a%0d%0aX-A:%20b", "a%09b", "a%22b", "a'b", "a%27%20OR%201=1--", "*", "%3f", "%23",
        "-rf", "--help", "_x", ".hidden", "a..b", "sess_..", "a%e2%80%ae", "a%ef%bc%8fb", "%F0%9F%98%80", "a:b", "a@b", "a,b", "a=b", "{id}", "%7bid%7d",
        "sess_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task What_is_no_id_never_gets_to_a_session_or_a_file(string id)
    {
        foreach (var line in (string[])[$"GET /v3/sessions/{id}", $"GET /v3/sessions/{id}/events", $"GET /v3/sessions/{id}/export", $"DELETE /v3/sessions/{id}",
            $"POST /v3/sessions/{id}/turns", $"POST /v3/sessions/{id}/permissions/{id}"])
        {
            var answer = await RawHttp.AskAsync(Api.Port, $"{line} HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\nAuthorization: Bearer {Api.Token}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            Assert.True(RawHttp.Status(answer) is 400 or 404 or 405 || (id is "." or ".." or "%2e%2e" && RawHttp.Status(answer) == 200), $"{line}: {answer}");
            Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        }
        foreach (var query in (string[])[$"/v3/sse/events?sessionId={id}", $"/v3/ws?sessionId={id}"])
        {
            var answer = await RawHttp.AskAsync(Api.Port, $"GET {query} HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\nAuthorization: Bearer {Api.Token}\r\nConnection: close\r\n\r\n");
            Assert.True(RawHttp.Status(answer) is 400 or 404, $"{query}: {answer}");
        }
    }

    public static TheoryData<string> Smuggling => new(
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}X", "Content-Length: 2, 3\r\n\r\n{}", "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 0x2\r\n\r\n{}", "Content-Length: 2x\r\n\r\n{}", "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length: 2\r\nTransfer-Encoding: gzip\r\n\r\n{}", "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nX\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF1\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "X\u0000Y: a\r\n\r\n", "X: a\u0000b\r\n\r\n", ": a\r\n\r\n", "X y: a\r\n\r\n");

    [Theory]
    [MemberData(nameof(Smuggling))]
    public async Task A_body_whose_end_can_be_read_two_ways_is_refused_and_the_connection_closed(string rest)
    {
        var head = $"Host: 127.0.0.1:{Api.Port}\r\nAuthorization: Bearer {Api.Token}\r\n";
        var answer = await RawHttp.AskAsync(Api.Port, $"POST /v3/sessions HTTP/1.1\r\n{head}{rest}GET /v3/sessions HTTP/1.1\r\n{head}\r\n");
        Assert.True(RawHttp.Status(answer) is 400 or 413 or 501, answer);
        Assert.Single(answer.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>RFC 9112, 6.3: with both, the length is not what counts; what follows must not be taken for a request of its own.</summary>
    [Fact]
    public async Task A_body_with_a_length_and_chunks_hides_no_second_request()
    {
        var head = $"Host: 127.0.0.1:{Api.Port}\r\nAuthorization: Bearer {Api.Token}\r\n";
        var answer = await RawHttp.AskAsync(Api.Port, $"POST /v3/sessions HTTP/1.1\r\n{head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v3/agents HTTP/1.1\r\n{head}\r\n");
        Assert.Single(answer.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("\"isDefault\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /health\r\n\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\r\n\r\n")]
    [InlineData("GET /health HTTP/9.9\r\n\r\n")]
    [InlineData("GET  /health HTTP/1.1\r\n\r\n")]
    [InlineData("G\u00e4T /health HTTP/1.1\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n")]
    public async Task What_is_no_request_is_refused_and_the_connection_closed(string bytes)
    {
        var answer = await RawHttp.AskAsync(Api.Port, bytes);
        Assert.True(RawHttp.Status(answer) is 0 or 400 or 403 or 505, answer);
    }

    [Fact]
    public async Task A_header_of_a_megabyte_is_refused()
    {
        foreach (var large in (string[])[$"X: {new string('x', 1 << 20)}", string.Concat(Enumerable.Range(0, 20_000).Select(static n => $"X{n}: {new string('y', 40)}\r\n")).TrimEnd()])
        {
            var answer = await RawHttp.AskAsync(Api.Port, $"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\n{large}\r\n\r\n");
            Assert.True(RawHttp.Status(answer) is 0 or 431, answer);
        }
        Assert.True(RawHttp.Status(await RawHttp.AskAsync(Api.Port, $"GET /{new string('x', 1 << 20)} HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\n\r\n")) is 0 or 414);
        Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task An_offer_to_speak_http_2_is_passed_over()
    {
        var answer = await RawHttp.AskAsync(Api.Port, $"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\nConnection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        Assert.Equal(200, RawHttp.Status(answer));
    }

    [Fact]
    public async Task Who_sends_headers_a_letter_at_a_time_is_dropped_while_others_are_served()
    {
        var slow = new List<Socket>();
        try
        {
            for (var n = 0; n < 100; n++)
                slow.Add(await RawHttp.ConnectAsync(Api.Port));
            foreach (var socket in slow)
                await socket.SendAsync(Encoding.ASCII.GetBytes("GET /health HTTP/1.1\r\nX: "), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, (await Api.GetAsync("/v3/sessions")).Status);
            foreach (var answer in await Task.WhenAll(slow.Select(RawHttp.ToTheEndAsync)))
                Assert.True(RawHttp.Status(answer) is 0 or 408, answer);
        }
        finally
        {
            slow.ForEach(static socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Who_shows_a_token_may_be_idle_and_who_does_not_is_dropped()
    {
        using var owner = await RawHttp.ConnectAsync(Api.Port);
        await owner.SendAsync(Encoding.ASCII.GetBytes($"GET /v3/agents HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\nAuthorization: Bearer {Api.Token}\r\n\r\n"), TestContext.Current.CancellationToken);
        using var stranger = await RawHttp.ConnectAsync(Api.Port);
        await stranger.SendAsync(Encoding.ASCII.GetBytes($"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\n\r\n"), TestContext.Current.CancellationToken);
        Assert.Equal(200, RawHttp.Status(await RawHttp.ToTheEndAsync(stranger)));
        await owner.SendAsync(Encoding.ASCII.GetBytes($"GET /v3/agents HTTP/1.1\r\nHost: 127.0.0.1:{Api.Port}\r\nAuthorization: Bearer {Api.Token}\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        Assert.Equal(2, (await RawHttp.ToTheEndAsync(owner)).Split("HTTP/1.1 200").Length - 1);
    }
}
