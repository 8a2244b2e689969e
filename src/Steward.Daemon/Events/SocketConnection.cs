using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Steward.Daemon.Api;
using Steward.Daemon.Lifecycle;
using Steward.Daemon.Sessions;
using Steward.Protocol;
using Steward.Protocol.Errors;
using Steward.Protocol.Events;

namespace Steward.Daemon.Events;

/// <summary>One WebSocket: events go out, commands come in. A client that does not read is told its last sequence and let go.</summary>
internal sealed class SocketConnection(
    WebSocket socket, EventStream stream, SocketCommands commands, SessionRegistry registry, Scope scope, TimeProvider time) : IDisposable
{
    private const int MaxMessage = 1 << 20;
    private const int MaxFragments = 1024;
    private const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;
    private const WebSocketCloseStatus ServiceRestart = (WebSocketCloseStatus)1012;
    private const WebSocketCloseStatus BadHello = (WebSocketCloseStatus)4000;

    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // A few answers to commands at a time; the reader waits when its own answers are not read.
    private readonly Channel<WsAck> _answers = Channel.CreateBounded<WsAck>(16);
    private readonly SemaphoreSlim _sending = new(1, 1);
    // Of whoever sends; set anew for each message, because one that is made for each would be three objects and a timer.
    private readonly CancellationTokenSource _sendLimit = new(Timeout.InfiniteTimeSpan, time);
    private readonly TaskCompletionSource<(string? Session, long After)> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;

    /// <summary>Without a session and a cursor in the URL, the first message says them.</summary>
    public async Task RunAsync(string? session, long? after, DaemonLife life, CancellationToken aborted)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await using var ending = over.Token.Register(_sendLimit.Cancel);
        if (after is { } cursor)
            _hello.TrySetResult((session, cursor));
        // A stream that runs ends by itself when everything was sent; one that was never asked for has nothing to wait for.
        await using var stop = life.Closing.Register(() => _ = _hello.Task.IsCompleted ? Task.CompletedTask : SayGoodbyeAsync(life));
        var sending = SendEventsAsync(life, over.Token);
        var answering = SendAnswersAsync(over.Token);
        await ReceiveAsync(over.Token);
        await over.CancelAsync();
        _answers.Writer.TryComplete();
        await Task.WhenAll(sending, answering);
    }

    public void Dispose()
    {
        _sending.Dispose();
        _sendLimit.Dispose();
    }

    private async Task SendEventsAsync(DaemonLife life, CancellationToken cancellationToken)
    {
        try
        {
            var (session, after) = await _hello.Task.WaitAsync(cancellationToken);
            _last = after;
            await foreach (var batch in stream.FollowAsync(session, after, cancellationToken))
            {
                foreach (var frame in batch.Frames)
                {
                    await SendAsync(frame.Json, cancellationToken);
                    _last = session is null ? frame.Gseq : frame.Seq;
                }
                if (batch.Overrun)
                    await CloseAsync(TryAgainLater, string.Create(CultureInfo.InvariantCulture, $"{{\"lastSeq\":{_last}}}"));
            }
            if (life.Chosen is not null)
                await SayGoodbyeAsync(life);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // The client is gone, or took too long: what it did not get it asks for with its cursor.
            socket.Abort();
        }
    }

    private Task SayGoodbyeAsync(DaemonLife life) => life.Chosen == Farewell.Restart
        ? CloseAsync(ServiceRestart, "token_rotated")
        : CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "the daemon stops");

    private async Task SendAnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var answer in _answers.Reader.ReadAllAsync(cancellationToken))
                await SendAsync(JsonSerializer.SerializeToUtf8Bytes(answer, WireJson.Default.WsAck), cancellationToken);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // Nobody is there to be answered.
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            _sendLimit.CancelAfter(SendLimit);
            await socket.SendAsync(json, WebSocketMessageType.Text, endOfMessage: true, _sendLimit.Token);
            _sendLimit.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string reason)
    {
        using var limit = new CancellationTokenSource(CloseLimit, time);
        try
        {
            await _sending.WaitAsync(limit.Token);
            try
            {
                await socket.CloseOutputAsync(status, reason, limit.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadMessageAsync(cancellationToken) is { } message)
                await TakeAsync(message, cancellationToken);
            await CloseAsync(WebSocketCloseStatus.NormalClosure, "");
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException)
        {
            // The connection is gone; the client resumes with its cursor.
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ReadMessageAsync(CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        for (var fragment = 0; ; fragment++)
        {
            var result = await socket.ReceiveAsync(buffer.GetMemory(4096), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
                return null;
            buffer.Advance(result.Count);
            if (buffer.WrittenCount > MaxMessage || fragment > MaxFragments)
            {
                await CloseAsync(WebSocketCloseStatus.MessageTooBig, $"{MaxMessage} bytes at most");
                await AwaitCloseAsync(cancellationToken);
                return null;
            }
            if (result.EndOfMessage)
                return buffer.WrittenMemory;
        }
    }

    /// <summary>
    /// Reads on until the client has closed too, for a moment: a connection that ends with bytes unread is reset, and the client might then
    /// never see why.
    /// </summary>
    private async Task AwaitCloseAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(CloseLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var rest = new byte[4096];
        while ((await socket.ReceiveAsync(rest, either.Token)).MessageType != WebSocketMessageType.Close)
            continue;
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        WsCommand? command;
        try
        {
            command = JsonSerializer.Deserialize(message.Span, WireJson.Default.WsCommand);
        }
        catch (JsonException)
        {
            command = null;
        }
        if (command is null)
            await AnswerAsync(new WsAck("error", "read") { Error = new ErrorBody("bad_json", "invalid_request", "That is not a command.", false) });
        else if (command.Type == "hello")
            await HelloAsync(command);
        else
            await AnswerAsync(await commands.DoAsync(command, scope, cancellationToken));
    }

    private async Task HelloAsync(WsCommand command)
    {
        try
        {
            var state = command.SessionId is { } target ? SessionLookup.State(registry, target) : null;
            var begins = _hello.TrySetResult((state?.Id.Value, stream.Cursor(state, command.AfterSeq ?? 0)));
            await AnswerAsync(new WsAck("ack", "hello") { Ok = begins });
        }
        catch (ApiException failure)
        {
            await CloseAsync(BadHello, failure.Error.Code);
        }
    }

    private async Task AnswerAsync(WsAck answer) => await _answers.Writer.WriteAsync(answer);
}
