using Steward.Protocol.Client;
using Steward.Protocol.Tests.Support;

namespace Steward.Protocol.Tests.Client;

public sealed class AnswersTests : IDisposable
{
    private const string Health =
        """{"status":"ok","version":"0.1.0","protocolVersion":"3.0.0","uptime":7,"daemonId":"daemon_abcdefgh","contract":{"name":"steward-v3","version":1}}""";

    private readonly TemporaryHome temporary = new();

    public void Dispose() => temporary.Dispose();

    private StewardClient Client(Func<ClientOptions, ClientOptions>? change = null)
    {
        var options = new ClientOptions { Patience = TimeSpan.FromSeconds(20), AnswerLimit = TimeSpan.FromSeconds(20) };
        return new StewardClient(temporary.Home, change is null ? options : change(options));
    }

    [Fact]
    public async Task An_answer_with_a_length_is_read()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Answer(Health));
        var health = await Client().HealthAsync();
        Assert.Equal(7, health.Uptime);
        Assert.StartsWith("GET /v3/health HTTP/1.1\r\nHost: localhost\r\n", daemon.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_unix_socket_no_token_is_sent()
    {
        temporary.WriteState(TemporaryHome.State());
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Answer(Health));
        await Client().HealthAsync();
        Assert.DoesNotContain("secret-token", daemon.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_in_chunks_that_come_in_pieces_is_put_together()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, async peer =>
        {
            await peer.SayAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chu");
            await peer.SayAsync("nked\r\n\r\n");
            await peer.SayAsync($"5;name=value\r\n{Health[..5]}\r");
            await peer.SayAsync($"\n{Health.Length - 5:x}\r\n{Health[5..20]}");
            await peer.SayAsync($"{Health[20..]}\r\n0\r\nTrailer: x\r\n\r\n");
        });
        Assert.Equal("ok", (await Client().HealthAsync()).Status);
    }

    [Fact]
    public async Task An_answer_without_a_length_ends_with_its_connection()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes($"HTTP/1.1 200 OK\r\n\r\n{Health}"));
        Assert.Equal("ok", (await Client().HealthAsync()).Status);
    }

    [Fact]
    public async Task An_interim_answer_is_passed_over()
    {
        await using var daemon = FakeDaemon.OnSocket(
            temporary.Home, FakeDaemon.Bytes($"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: {Health.Length}\r\n\r\n{Health}"));
        Assert.Equal("ok", (await Client().HealthAsync()).Status);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{]")]
    public async Task What_does_not_speak_as_a_daemon_does_is_said_and_not_believed(string reply)
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes(reply));
        var trouble = await Assert.ThrowsAsync<BadAnswerException>(() => Client().HealthAsync());
        Assert.NotEmpty(trouble.Message);
    }

    [Fact]
    public async Task Headers_without_end_are_not_collected_for_ever()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, async peer =>
        {
            await peer.SayAsync("HTTP/1.1 200 OK\r\n");
            for (var i = 0; i < 10_000; i++) await peer.SayAsync($"X-{i}: {new string('x', 100)}\r\n");
        });
        await Assert.ThrowsAsync<BadAnswerException>(() => Client().HealthAsync());
    }

    [Fact]
    public async Task A_header_line_without_end_is_not_collected_for_ever()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, async peer =>
        {
            await peer.SayAsync("HTTP/1.1 200 OK\r\nX: ");
            while (!peer.Ended.IsCancellationRequested) await peer.SayAsync(new string('x', 1000));
        });
        await Assert.ThrowsAsync<BadAnswerException>(() => Client().HealthAsync());
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_not_read_to_its_end()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, async peer =>
        {
            await peer.SayAsync("HTTP/1.1 200 OK\r\n\r\n");
            while (!peer.Ended.IsCancellationRequested) await peer.SayAsync(new string('x', 10_000));
        });
        await Assert.ThrowsAsync<BadAnswerException>(() => Client(options => options with { BodyLimit = 100_000 }).HealthAsync());
    }

    [Fact]
    public async Task A_refusal_carries_its_code_its_fix_and_an_exit_code()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Answer(
            """{"error":{"code":"not_found","kind":"invalid_request","message":"Session x is not here.","retryable":false,"fix":"steward sessions list"}}""", 404));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Client().SessionAsync("x"));
        Assert.Equal(("not_found", "steward sessions list", 404, ExitCode.Failure), (refused.Code, refused.Fix, refused.Status, refused.ExitCode));
    }

    [Theory]
    [InlineData(507, false, ExitCode.Storage)]
    [InlineData(503, true, ExitCode.Temporary)]
    [InlineData(429, true, ExitCode.Temporary)]
    [InlineData(504, false, ExitCode.TimedOut)]
    [InlineData(409, false, ExitCode.Failure)]
    public async Task Scripts_can_tell_refusals_apart(int status, bool retryable, ExitCode expected)
    {
        var body = $$$"""{"error":{"code":"some","kind":"kind","message":"No.","retryable":{{{(retryable ? "true" : "false")}}}}}""";
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Answer(body, status));
        Assert.Equal(expected, (await Assert.ThrowsAsync<RefusedException>(() => Client().AgentsAsync())).ExitCode);
    }

    [Fact]
    public async Task A_refusal_without_words_still_says_its_status()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
        Assert.Contains("400", (await Assert.ThrowsAsync<RefusedException>(() => Client().HealthAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_looks_like_a_path_stays_one_segment()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Answer("{}", 404));
        await Assert.ThrowsAsync<RefusedException>(() => Client().SessionAsync("../daemon/stop?x=1\r\nHost: evil"));
        Assert.StartsWith("GET /v3/sessions/..%2Fdaemon%2Fstop%3Fx%3D1%0D%0AHost%3A%20evil HTTP/1.1\r\n", daemon.Requests.Single(), StringComparison.Ordinal);
    }
}
