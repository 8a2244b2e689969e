using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Steward.Protocol.Client.Http;

/// <summary>Whoever listens on the socket must be the same user: a socket that somebody else put there gets no prompt of ours.</summary>
internal static partial class PeerUser
{
    private const int SolSocket = 1, SoPeerCred = 17;

    public static void Check(Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return;
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        Check(BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]));
    }

    public static void Check(uint uid)
    {
        var own = geteuid();
        if (uid != own && own != 0) throw new BadAnswerException($"The socket of the daemon belongs to another user (uid {uid}).");
    }

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
