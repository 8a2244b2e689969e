using System.Net.Sockets;
using System.Text;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Contract;

public sealed class LargeBodyTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    private const int Limit = 1 << 20;

    private int Port => steward.Api.Port;

    private string Headers(string more) =>
        $"POST /v3/sessions HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\n{more}\r\n\r\n";

    private string Mine => $"Authorization: Bearer {steward.Api.Token}\r\n";

    [Fact]
    public async Task A_client_that_is_refused_in_the_middle_of_its_body_may_write_it_to_the_end_and_reads_why()
    {
        var answer = await RefusedInTheMiddleAsync(Headers($"{Mine}Content-Length: {4 * Limit}"), "", new string('x', 4 * Limit));
        Assert.Equal(413, RawHttp.Status(answer));
        Assert.Contains("body_too_large", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_never_told_the_length_of_its_body_may_write_it_to_the_end_too()
    {
        var chunk = $"{Limit:x}\r\n{new string('x', Limit)}\r\n";
        var answer = await RefusedInTheMiddleAsync(Headers($"{Mine}Transfer-Encoding: chunked"), chunk + chunk, $"{chunk}{chunk}0\r\n\r\n");
        Assert.Equal(413, RawHttp.Status(answer));
        Assert.Contains("body_too_large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_with_a_large_body_reads_that_a_token_is_needed()
    {
        var answer = await RefusedInTheMiddleAsync(Headers($"Content-Length: {4 * Limit}"), "", new string('x', 4 * Limit));
        Assert.Equal(401, RawHttp.Status(answer));
    }

    [Fact]
    public async Task Who_never_comes_to_the_end_of_a_refused_body_is_let_go_of()
    {
        var answer = await RawHttp.AskAsync(Port, Headers($"{Mine}Content-Length: {4L * Limit * Limit}") + "{");
        Assert.Equal(413, RawHttp.Status(answer));
    }

    /// <summary>What is answered to a client that sends the rest of its request only once the answer to it has arrived.</summary>
    private async Task<string> RefusedInTheMiddleAsync(string headers, string first, string rest)
    {
        using var socket = await RawHttp.ConnectAsync(Port);
        await SendAsync(socket, headers + first);
        Assert.True(socket.Poll(Eventually.Patience, SelectMode.SelectRead), "There is no answer.");
        await SendAsync(socket, rest);
        return await RawHttp.ToTheEndAsync(socket);
    }

    private static async Task SendAsync(Socket socket, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent), TestContext.Current.CancellationToken);
    }
}
