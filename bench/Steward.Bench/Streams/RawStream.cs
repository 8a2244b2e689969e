using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Steward.Bench.Streams;

/// <summary>A stream of events over the unix socket, as bare as can be: what is measured is the daemon, not a client.</summary>
internal sealed class RawStream : IDisposable
{
    private const int LongestSilenceMs = 60_000;

    public Socket Socket { get; } = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = LongestSilenceMs };

    private RawStream()
    {
    }

    public static RawStream Open(string socketPath, string query)
    {
        var stream = new RawStream();
        stream.Socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        // With HTTP/1.0 the body comes as it is, without the sizes of chunks in between.
        stream.Socket.Send(Encoding.ASCII.GetBytes($"GET /v3/sse/events?{query} HTTP/1.0\r\nHost: localhost\r\n\r\n"));
        return stream;
    }

    /// <summary>All sessions, from now on.</summary>
    public static RawStream OpenAll(string socketPath, long afterGseq) =>
        Open(socketPath, string.Create(CultureInfo.InvariantCulture, $"afterGseq={afterGseq}"));

    /// <summary>Waits on the calling thread, within bounds.</summary>
    public int Receive(Span<byte> into) => Some(Socket.Receive(into));

    public async ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken stop) => Some(await Socket.ReceiveAsync(into, stop));

    public void Dispose() => Socket.Dispose();

    private static int Some(int got) => got > 0 ? got : throw new IOException("The daemon ended the stream.");
}
