using System.Text.Json;
using Steward.Protocol.Client;
using Steward.Protocol.Events;
using Steward.Protocol.Tests.Support;

namespace Steward.Protocol.Tests.Client;

public sealed class FollowTests : IDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    private readonly TemporaryHome temporary = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        limit.Dispose();
        temporary.Dispose();
    }

    private static ClientOptions Options => new() { Patience = TimeSpan.FromSeconds(30), AnswerLimit = TimeSpan.FromSeconds(20) };

    private static string Event(long seq)
    {
        var envelope = new EventEnvelope
        {
            V = "3",
            Event = "turn.token",
            DaemonId = "daemon_abcdefgh",
            SessionId = "sess_1",
            Seq = seq,
            Gseq = seq,
            Ts = DateTimeOffset.UnixEpoch,
            Payload = JsonDocument.Parse($$"""{"text":"w{{seq}} "}""").RootElement,
        };
        return $"id: {seq}\nevent: turn.token\ndata: {JsonSerializer.Serialize(envelope, WireJson.Default.EventEnvelope)}\n\n";
    }

    private static string Events(int from, int to) => string.Concat(Enumerable.Range(from, to - from + 1).Select(seq => Event(seq)));

    private async Task<List<long>> TakeAsync(StewardClient client, int count, long afterSeq = 0, Action<bool>? connected = null)
    {
        var seen = new List<long>();
        await foreach (var happened in client.FollowAsync("sess_1", afterSeq, connected, limit.Token))
        {
            seen.Add(happened.Seq);
            if (seen.Count == count) break;
        }
        return seen;
    }

    [Fact]
    public async Task A_stream_that_breaks_in_the_middle_of_an_event_goes_on_behind_the_last_whole_one()
    {
        await using var daemon = FakeDaemon.OnSocket(
            temporary.Home, FakeDaemon.Bytes(Head + Events(1, 3) + Event(4)[..30]), FakeDaemon.Bytes(Head + Events(4, 6)));
        var states = new List<bool>();
        Assert.Equal([1, 2, 3, 4, 5, 6], await TakeAsync(new StewardClient(temporary.Home, Options), 6, connected: states.Add));
        Assert.Contains("afterSeq=0", daemon.Requests.First(), StringComparison.Ordinal);
        Assert.Contains("afterSeq=3", daemon.Requests.Last(), StringComparison.Ordinal);
        Assert.Equal([false, true], states);
    }

    [Fact]
    public async Task An_event_that_is_sent_again_is_seen_once()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes(Head + Events(1, 3)), FakeDaemon.Bytes(Head + Events(2, 5)));
        Assert.Equal([1, 2, 3, 4, 5], await TakeAsync(new StewardClient(temporary.Home, Options), 5));
    }

    [Fact]
    public async Task Pings_are_no_events_and_keep_the_stream()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes($"{Head}: ping\n\n{Event(1)}: ping\n\n: ping\n\n{Event(2)}"));
        Assert.Equal([1, 2], await TakeAsync(new StewardClient(temporary.Home, Options), 2));
    }

    [Fact]
    public async Task A_stream_on_which_nothing_comes_is_given_up_for_another()
    {
        await using var daemon = FakeDaemon.OnSocket(
            temporary.Home,
            async peer =>
            {
                await peer.SayAsync(Head + Event(1));
                // Until the client hangs up.
                await peer.HearAsync();
            },
            FakeDaemon.Bytes(Head + Event(2)));
        Assert.Equal([1, 2], await TakeAsync(new StewardClient(temporary.Home, Options with { SilenceLimit = TimeSpan.FromMilliseconds(200) }), 2));
    }

    [Fact]
    public async Task A_rotated_token_is_read_anew()
    {
        await using var daemon = FakeDaemon.OnPort(
            FakeDaemon.Bytes(Head + Event(1)),
            async peer =>
            {
                temporary.WriteState(TemporaryHome.State(DaemonPort, token: "second"));
                await FakeDaemon.Answer("""{"error":{"code":"unauthorized","kind":"auth","message":"No.","retryable":false}}""", 401)(peer);
            },
            FakeDaemon.Bytes(Head + Event(2)));
        DaemonPort = daemon.Port;
        temporary.WriteState(TemporaryHome.State(daemon.Port, token: "first"));
        Assert.Equal([1, 2], await TakeAsync(new StewardClient(temporary.Home, Options with { Transport = Transport.Tcp }), 2));
        Assert.Contains("Authorization: Bearer first\r\n", daemon.Requests.First(), StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer second\r\n", daemon.Requests.Last(), StringComparison.Ordinal);
    }

    private int DaemonPort { get; set; }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("127.evil.example")]
    [InlineData("0.0.0.0")]
    public async Task A_token_goes_to_no_address_beyond_this_machine(string host)
    {
        temporary.WriteState(TemporaryHome.State(host: host));
        var client = new StewardClient(temporary.Home, Options with { Transport = Transport.Tcp });
        await Assert.ThrowsAsync<BadAnswerException>(() => client.HealthAsync());
    }

    [Fact]
    public async Task A_token_that_would_break_out_of_its_header_is_not_sent()
    {
        temporary.WriteState(TemporaryHome.State(token: "a\r\nX: y"));
        var client = new StewardClient(temporary.Home, Options with { Transport = Transport.Tcp });
        await Assert.ThrowsAsync<BadAnswerException>(() => client.HealthAsync());
    }

    [Fact]
    public async Task A_session_that_is_not_there_is_said_and_not_waited_for()
    {
        await using var daemon = FakeDaemon.OnSocket(
            temporary.Home, FakeDaemon.Answer("""{"error":{"code":"not_found","kind":"invalid_request","message":"No.","retryable":false}}""", 404));
        await Assert.ThrowsAsync<RefusedException>(() => TakeAsync(new StewardClient(temporary.Home, Options), 1));
    }

    [Fact]
    public async Task Without_a_keeper_the_stream_ends_with_a_reason()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes(Head + Event(1)));
        var client = new StewardClient(temporary.Home, Options with { KeeperLives = static () => false });
        await Assert.ThrowsAsync<NotRunningException>(() => TakeAsync(client, 2));
    }

    [Fact]
    public async Task An_export_is_passed_on_byte_for_byte()
    {
        const string lines = "{\"seq\":1}\n{\"seq\":2}\n";
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{lines}\r\n0\r\n\r\n"));
        using var into = new MemoryStream();
        await new StewardClient(temporary.Home, Options).ExportAsync("s", into, limit.Token);
        Assert.Equal(lines, System.Text.Encoding.UTF8.GetString(into.ToArray()));
    }

    [Fact]
    public async Task An_export_that_breaks_off_is_not_taken_for_whole()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"seq\":1}\n"));
        using var into = new MemoryStream();
        await Assert.ThrowsAsync<NoAnswerException>(() => new StewardClient(temporary.Home, Options).ExportAsync("s", into, limit.Token));
    }
}
