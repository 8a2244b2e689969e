using System.Text;
using Steward.Protocol.Client;
using Steward.Protocol.Client.Quick;
using Steward.Protocol.Tests.Support;

namespace Steward.Protocol.Tests.Client.Quick;

public sealed class QuickClientTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TemporaryHome temporary = new();

    public void Dispose() => temporary.Dispose();

    private string Ask() => Encoding.UTF8.GetString(QuickClient.Ask(temporary.Home, "GET", "/v3/daemon", Limit));

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello and more")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")]
    public async Task An_answer_is_taken_out_of_its_framing(string reply)
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes(reply));
        Assert.Equal("hello", Ask());
        Assert.StartsWith("GET /v3/daemon HTTP/1.1\r\nHost: localhost\r\n", daemon.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_answer_is_read_whole()
    {
        var body = new string('x', 300_000);
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Answer(body));
        Assert.Equal(body, Ask());
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nhello\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    public async Task A_broken_answer_is_said(string reply)
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes(reply));
        Assert.Throws<BadAnswerException>(Ask);
    }

    [Fact]
    public async Task A_refusal_is_one()
    {
        await using var daemon = FakeDaemon.OnSocket(
            temporary.Home, FakeDaemon.Answer("""{"error":{"code":"stopping","kind":"daemon","message":"Stopping.","retryable":true}}""", 503));
        Assert.Equal("stopping", Assert.Throws<RefusedException>(Ask).Code);
    }

    [Fact]
    public void Nobody_there_is_not_running() => Assert.Equal(ExitCode.NotRunning, Assert.Throws<NotRunningException>(Ask).ExitCode);

    [Fact]
    public async Task The_socket_of_the_state_file_is_used()
    {
        using var elsewhere = new TemporaryHome();
        await using var daemon = FakeDaemon.OnSocket(elsewhere.Home, FakeDaemon.Answer("hello"));
        temporary.WriteState(TemporaryHome.State() with { ApiSocket = elsewhere.Home.ApiSocket });
        Assert.Equal("hello", Ask());
    }
}
