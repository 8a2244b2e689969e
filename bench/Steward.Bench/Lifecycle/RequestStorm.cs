using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Steward.Bench.Lifecycle;

/// <summary>200 requests a second, each on a connection of its own, every second one over the unix socket. Nothing is tried again.</summary>
internal sealed class RequestStorm(int port, string socketPath) : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5), Limit = TimeSpan.FromSeconds(10);
    private static readonly byte[] Request = "GET /v3/health HTTP/1.0\r\nHost: 127.0.0.1:"u8.ToArray();

    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _open = [];
    private Task _sending = Task.CompletedTask;
    private volatile Wanted? _wanted;
    private int _refused, _failed;

    public int Sent { get; private set; }

    public int Refused => _refused;

    public int Failed => _failed;

    public void Begin() => _sending = Task.Run(SendAsync);

    /// <summary>When the first request that was sent after that moment had its answer.</summary>
    public Task<long> FirstAnswerAfter(long moment)
    {
        var wanted = new Wanted(moment, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        _wanted = wanted;
        return wanted.Found.Task;
    }

    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _sending;
        await Task.WhenAll(_open);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _over.Dispose();
    }

    private async Task SendAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!_over.IsCancellationRequested)
        {
            // The timer is coarse: what has become due since its last tick is sent at once.
            for (var due = Stopwatch.GetElapsedTime(began) / Pace; Sent < due; Sent++) _open.Add(AskAsync(Sent % 2 == 0));
            await timer.WaitForNextTickAsync();
        }
    }

    private async Task AskAsync(bool overTcp)
    {
        var began = Stopwatch.GetTimestamp();
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            using var socket = new Socket(overTcp ? AddressFamily.InterNetwork : AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(overTcp ? new IPEndPoint(IPAddress.Loopback, port) : new UnixDomainSocketEndPoint(socketPath), limit.Token);
            await socket.SendAsync((byte[])[.. Request, .. System.Text.Encoding.ASCII.GetBytes($"{port}\r\n\r\n")], limit.Token);
            var answer = new byte[2048];
            if (await socket.ReceiveAsync(answer, limit.Token) == 0) throw new IOException("closed without an answer");
            if (!answer.AsSpan(9).StartsWith("200"u8)) throw new IOException("answered with a failure");
        }
        catch (Exception trouble) when (trouble is SocketException or IOException or OperationCanceledException)
        {
            if (trouble is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.WouldBlock }) Interlocked.Increment(ref _refused);
            else Interlocked.Increment(ref _failed);
            return;
        }
        if (_wanted is { } wanted && began >= wanted.After) wanted.Found.TrySetResult(Stopwatch.GetTimestamp());
    }

    private sealed record Wanted(long After, TaskCompletionSource<long> Found);
}
