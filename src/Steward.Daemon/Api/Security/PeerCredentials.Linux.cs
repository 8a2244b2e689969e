using System.Buffers.Binary;
using System.Net.Sockets;

namespace Steward.Daemon.Api.Security;

/// <summary>Pid and uid of the process at the other end of a unix socket, as the kernel recorded them when it connected.</summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    public static (int Pid, uint Uid)? Of(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        if (socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) != credentials.Length)
            return null;
        return (BinaryPrimitives.ReadInt32LittleEndian(credentials), BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]));
    }
}
