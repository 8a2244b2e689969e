using System.Net.Sockets;
using Steward.Protocol.Client;
using Steward.Protocol.Daemon;
using Steward.Protocol.Sessions;
using Steward.Protocol.Tests.Support;
using Steward.Protocol.Turns;

namespace Steward.Protocol.Tests.Client;

public sealed class RepeatsTests : IDisposable
{
    private const string Empty = "[]";

    private readonly TemporaryHome temporary = new();

    public void Dispose() => temporary.Dispose();

    private StewardClient Client(Func<bool>? keeperLives = null, double patienceSeconds = 20) => new(temporary.Home, new ClientOptions
    {
        Patience = TimeSpan.FromSeconds(patienceSeconds),
        AnswerLimit = TimeSpan.FromSeconds(20),
        KeeperLives = keeperLives ?? (static () => true),
    });

    [Fact]
    public async Task A_question_whose_connection_breaks_is_asked_again()
    {
        await using var daemon = FakeDaemon.OnSocket(
            temporary.Home, FakeDaemon.HangUp, FakeDaemon.Bytes("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[par"), FakeDaemon.Answer(Empty));
        Assert.Empty(await Client().AgentsAsync());
        Assert.Equal(3, daemon.Requests.Count);
    }

    [Fact]
    public async Task A_message_is_repeated_under_the_same_key()
    {
        await using var daemon = FakeDaemon.OnSocket(
            temporary.Home, FakeDaemon.HangUp, FakeDaemon.Answer("""{"turnId":"turn_1","queued":false,"seq":4}""", 202));
        var answer = await Client().SubmitAsync("s", new SubmitTurnRequest { Content = "hello", RequestId = "key-1" });
        Assert.Equal(4, answer.Seq);
        Assert.All(daemon.Requests, request => Assert.Contains("Idempotency-Key: key-1\r\n", request, StringComparison.Ordinal));
        Assert.Equal(daemon.Requests.First(), daemon.Requests.Last());
    }

    [Fact]
    public async Task A_session_is_made_once_also_without_a_key_of_the_caller()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.HangUp, FakeDaemon.Answer("{}", 409));
        await Assert.ThrowsAsync<RefusedException>(() => Client().CreateSessionAsync(new CreateSessionRequest()));
        Assert.Equal(daemon.Requests.First(), daemon.Requests.Last());
        Assert.Contains("Idempotency-Key: ", daemon.Requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_is_not_said_twice_since_the_second_would_hit_the_next_daemon()
    {
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.HangUp, FakeDaemon.Answer("""{"stopping":true,"pid":1}"""));
        var trouble = await Assert.ThrowsAsync<NoAnswerException>(() => Client().StopAsync(new StopRequest()));
        Assert.Contains("is not known", trouble.Message, StringComparison.Ordinal);
        Assert.Single(daemon.Requests);
    }

    [Fact]
    public async Task A_daemon_that_is_still_starting_is_waited_for()
    {
        await using var daemon = FakeDaemon.OnSocket(
            temporary.Home,
            FakeDaemon.Answer("""{"error":{"code":"starting","kind":"daemon","message":"Starting.","retryable":true}}""", 503),
            FakeDaemon.Answer(Empty));
        Assert.Empty(await Client().AgentsAsync());
    }

    [Fact]
    public async Task A_daemon_that_comes_back_within_the_patience_answers()
    {
        var asked = Client().AgentsAsync();
        await using var daemon = FakeDaemon.OnSocket(temporary.Home, FakeDaemon.Answer(Empty));
        Assert.Empty(await asked);
    }

    [Fact]
    public async Task Without_a_keeper_nothing_is_waited_for()
    {
        var trouble = await Assert.ThrowsAsync<NotRunningException>(() => Client(() => false, patienceSeconds: 3600).AgentsAsync());
        Assert.Equal((ExitCode.NotRunning, "steward start"), (trouble.ExitCode, trouble.Fix));
    }

    [Fact]
    public async Task A_parked_daemon_is_said_at_once_with_its_reason()
    {
        TemporaryHome.Write(temporary.Home.ParkedFile, """{"code":"config","message":"the port is no number","at":"2026-01-02T03:04:05Z","exit":78}""");
        var trouble = await Assert.ThrowsAsync<ParkedException>(() => Client(patienceSeconds: 3600).AgentsAsync());
        Assert.Equal("The daemon is parked: the port is no number.", trouble.Message);
        Assert.Equal(ExitCode.Permanent, trouble.ExitCode);
    }

    [Fact]
    public async Task The_patience_ends()
    {
        var trouble = await Assert.ThrowsAsync<NoAnswerException>(() => Client(patienceSeconds: 0.05).AgentsAsync());
        Assert.Equal(ExitCode.Temporary, trouble.ExitCode);
    }

    [Fact]
    public async Task A_full_backlog_is_waited_out()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(temporary.Home.ApiSocket));
        listener.Listen(0);
        var crowd = new List<Socket>();
        while (TryJoin(crowd))
        {
        }
        // Somebody listens, so that neither a missing keeper nor a note of an earlier one counts.
        var asked = Client(() => false).AgentsAsync();
        for (var waiting = crowd.Count; waiting > 0; waiting--) (await listener.AcceptAsync()).Dispose();
        using var peer = await listener.AcceptAsync();
        var conversation = new Conversation(peer, CancellationToken.None);
        await conversation.HearAsync();
        await FakeDaemon.Answer(Empty)(conversation);
        Assert.Empty(await asked);
        crowd.ForEach(one => one.Dispose());
    }

    private bool TryJoin(List<Socket> crowd)
    {
        var one = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            one.Connect(new UnixDomainSocketEndPoint(temporary.Home.ApiSocket));
            crowd.Add(one);
            return true;
        }
        catch (SocketException full) when (full.SocketErrorCode == SocketError.WouldBlock)
        {
            one.Dispose();
            return false;
        }
    }
}
