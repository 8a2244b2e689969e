using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Steward.Daemon.Api.Security;

/// <summary>The kernel's table of TCP sockets: which socket is the other end of a connection.</summary>
internal static class TcpTable
{
    private const int LocalField = 1;
    private const int RemoteField = 2;
    private const int InodeField = 9;

    /// <summary>The inode of the peer's socket; null once the peer has closed it.</summary>
    public static string? PeerInode(Peer peer)
    {
        if (peer is not { Local: { } ours, Remote: { } theirs })
            return null;
        // The table itself is for kernels that do not answer about one connection.
        if (SocketDiagnosis.InodeOf(theirs, ours) is { } inode)
            return inode == 0 ? null : inode.ToString(CultureInfo.InvariantCulture);
        return (theirs.AddressFamily == AddressFamily.InterNetwork ? Find("/proc/net/tcp", Written(theirs), Written(ours)) : null)
            // Many programs open a socket for both families, and then speak IPv4 with it.
            ?? Find("/proc/net/tcp6", Written(Mapped(theirs)), Written(Mapped(ours)));
    }

    private static string? Find(string table, string local, string remote)
    {
        if (!File.Exists(table))
            return null;
        foreach (var line in File.ReadLines(table))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > InodeField && fields[LocalField] == local && fields[RemoteField] == remote)
                return fields[InodeField] == "0" ? null : fields[InodeField];
        }
        return null;
    }

    private static IPEndPoint Mapped(IPEndPoint end) => new(end.Address.MapToIPv6(), end.Port);

    /// <summary>As the kernel writes it: the address in words of four bytes, each in the order of the processor, and the port.</summary>
    private static string Written(IPEndPoint end)
    {
        var bytes = end.Address.GetAddressBytes();
        for (var word = 0; BitConverter.IsLittleEndian && word < bytes.Length; word += 4)
            Array.Reverse(bytes, word, 4);
        return $"{Convert.ToHexString(bytes)}:{end.Port.ToString("X4", CultureInfo.InvariantCulture)}";
    }
}
