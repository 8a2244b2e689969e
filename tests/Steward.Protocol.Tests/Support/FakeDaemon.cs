using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Steward.Protocol.Files;

namespace Steward.Protocol.Tests.Support;

/// <summary>A real socket that answers each connection with the next of its scripts, byte for byte.</summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly Func<Conversation, Task>[] scripts;
    private readonly CancellationTokenSource ended = new();
    private readonly Task serving;

    private FakeDaemon(Socket listener, Func<Conversation, Task>[] scripts)
    {
        (this.listener, this.scripts) = (listener, scripts);
        serving = ServeAsync();
    }

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public static FakeDaemon OnSocket(StewardHome home, params Func<Conversation, Task>[] scripts)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        File.Delete(home.ApiSocket);
        listener.Bind(new UnixDomainSocketEndPoint(home.ApiSocket));
        listener.Listen(16);
        return new FakeDaemon(listener, scripts);
    }

    public static FakeDaemon OnPort(params Func<Conversation, Task>[] scripts)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(16);
        return new FakeDaemon(listener, scripts);
    }

    /// <summary>An answer in one piece, with its length.</summary>
    public static Func<Conversation, Task> Answer(string body, int status = 200) =>
        conversation => conversation.SayAsync($"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static Func<Conversation, Task> Bytes(string reply) => conversation => conversation.SayAsync(reply);

    public static Task HangUp(Conversation conversation) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Dispose();
        await serving;
        ended.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            foreach (var script in scripts)
            {
                using var peer = await listener.AcceptAsync(ended.Token);
                var conversation = new Conversation(peer, ended.Token);
                Requests.Enqueue(await conversation.HearAsync());
                await script(conversation);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over, or its client went away.
        }
    }
}

internal sealed class Conversation(Socket peer, CancellationToken ended)
{
    public CancellationToken Ended => ended;

    public async Task SayAsync(string text) => await peer.SendAsync(Encoding.UTF8.GetBytes(text), ended);

    /// <summary>One request with its body.</summary>
    public async Task<string> HearAsync()
    {
        var heard = new StringBuilder();
        var buffer = new byte[64 << 10];
        while (!IsWhole(heard.ToString()))
        {
            var got = await peer.ReceiveAsync(buffer, ended);
            if (got == 0) break;
            heard.Append(Encoding.UTF8.GetString(buffer, 0, got));
        }
        return heard.ToString();
    }

    private static bool IsWhole(string heard)
    {
        var end = heard.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var length = heard.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || heard.Length >= end + 4 + int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
