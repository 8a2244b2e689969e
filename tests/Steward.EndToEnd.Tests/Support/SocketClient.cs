using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Steward.EndToEnd.Tests.Support;

/// <summary>One WebSocket to the daemon.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<Envelope> _events = [];
    private readonly Queue<JsonElement> _answers = [];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<SocketClient> OpenAsync(HttpApi api, string query, string? token = null)
    {
        var client = new SocketClient();
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token ?? api.Token}");
        client._socket.Options.Proxy = null;
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{api.Port}/v3/ws{query}"), TestContext.Current.CancellationToken);
        return client;
    }

    public static async Task<SocketClient> OpenWithoutHeaderAsync(HttpApi api, string query)
    {
        var client = new SocketClient();
        client._socket.Options.Proxy = null;
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{api.Port}/v3/ws{query}"), TestContext.Current.CancellationToken);
        return client;
    }

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>The next event, or null when the other side has closed.</summary>
    public async Task<Envelope?> NextAsync()
    {
        while (_events.Count == 0)
            if (!await ReadAsync())
                return null;
        return _events.Dequeue();
    }

    /// <summary>Everything up to the first event with one of these names.</summary>
    public async Task<IReadOnlyList<Envelope>> UntilAsync(params IReadOnlyList<string> names)
    {
        var seen = new List<Envelope>();
        while (await NextAsync() is { } happened)
        {
            seen.Add(happened);
            if (names.Contains(happened.Event))
                return seen;
        }
        Assert.Fail($"Closed with {CloseStatus} {CloseReason} before {string.Join(" or ", names)}; there was {string.Join(", ", seen.Select(static e => e.Event))}");
        return seen;
    }

    public async Task<IReadOnlyList<Envelope>> ToTheEndAsync()
    {
        var seen = new List<Envelope>();
        while (await NextAsync() is { } happened)
            seen.Add(happened);
        return seen;
    }

    /// <summary>The next answer to a command.</summary>
    public async Task<JsonElement> AnswerAsync()
    {
        while (_answers.Count == 0)
            Assert.True(await ReadAsync(), $"Closed with {CloseStatus} {CloseReason} instead of an answer.");
        return _answers.Dequeue();
    }

    /// <summary>Goes away as a process does that is killed.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async Task SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
        }
        catch (WebSocketException)
        {
            // A daemon that stops waits a second for this, and then is gone.
        }
    }

    private async Task<bool> ReadAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Eventually.Patience);
        var message = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (true)
        {
            var got = await _socket.ReceiveAsync(buffer, limit.Token);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                await SayGoodbyeAsync(limit.Token);
                return false;
            }
            message.Write(buffer, 0, got.Count);
            if (got.EndOfMessage)
                break;
        }
        var json = JsonDocument.Parse(message.ToArray()).RootElement;
        if (json.TryGetProperty("event", out _))
            _events.Enqueue(Envelope.Of(json));
        else
            _answers.Enqueue(json);
        return true;
    }
}
