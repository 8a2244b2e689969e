using System.Net.Sockets;

namespace Steward.Protocol.Client.Http;

/// <summary>A connected socket.</summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket socket;

    private Wire(Socket socket) => this.socket = socket;

    public static async ValueTask<Wire> ConnectAsync(DaemonAddress address, CancellationToken stop)
    {
        var protocol = address.IsUnix ? ProtocolType.Unspecified : ProtocolType.Tcp;
        var socket = new Socket(address.EndPoint.AddressFamily, SocketType.Stream, protocol);
        try
        {
            if (!address.IsUnix) socket.NoDelay = true;
            await socket.ConnectAsync(address.EndPoint, stop).ConfigureAwait(false);
            if (address.IsUnix) PeerUser.Check(socket);
            return new Wire(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, stop).ConfigureAwait(false)..];
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken stop) => socket.ReceiveAsync(buffer, stop);

    public void Dispose() => socket.Dispose();
}
