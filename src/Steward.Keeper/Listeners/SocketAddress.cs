using System.Buffers.Binary;
using System.Text;
using Steward.Keeper.Native;
using Steward.Keeper.Startup;

namespace Steward.Keeper.Listeners;

/// <summary>Addresses in the kernel's form.</summary>
internal static unsafe class SocketAddress
{
    public const int Unix = 1, V4 = 2, V6 = 10, LongestUnixPath = 107;

    /// <summary>The address of a loopback literal. Anything else is refused here, whatever the configuration let through.</summary>
    public static byte[] Loopback(string host, int port)
    {
        var bytes = stackalloc byte[16];
        if (Libc.inet_pton(V4, host, bytes) == 1 && bytes[0] == 127) return Tcp(V4, new ReadOnlySpan<byte>(bytes, 4), 4, port, 16);
        if (Libc.inet_pton(V6, host, bytes) == 1 && new ReadOnlySpan<byte>(bytes, 16) is [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
            return Tcp(V6, new ReadOnlySpan<byte>(bytes, 16), 8, port, 28);
        throw new KeeperFailure("config", KeeperFailure.Permanent,
            $"{host} is not a loopback address: only 127.0.0.1, its neighbours and ::1 are");
    }

    public static byte[] UnixPath(string path)
    {
        var bytes = new byte[2 + Encoding.UTF8.GetByteCount(path) + 1];
        BitConverter.TryWriteBytes(bytes, (ushort)Unix);
        Encoding.UTF8.GetBytes(path, bytes.AsSpan(2));
        return bytes;
    }

    private static byte[] Tcp(int family, ReadOnlySpan<byte> address, int at, int port, int length)
    {
        var bytes = new byte[length];
        BitConverter.TryWriteBytes(bytes, (ushort)family);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)port);
        address.CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
