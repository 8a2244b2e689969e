using System.Buffers.Binary;
using Steward.Keeper.Native;
using Steward.Keeper.Startup;

namespace Steward.Keeper.Listeners;

/// <summary>
/// The doors of the daemon. The keeper opens them and holds them while daemons come and go: a connection that comes in between waits in
/// the backlog. The keeper itself never accepts.
/// </summary>
internal sealed unsafe class ListeningSockets(string host, int port, bool portFallback, string socketPath, string bridgePath, KeeperLog log)
{
    // Kestrel sets the backlog of the shared socket too: it has to be given the same number. On a full one connect() to a unix socket
    // fails at once, so it is as long as the kernel's usual limit.
    private const int Backlog = 4096;
    private const int Stream = 1, CloseOnExec = 0x80000, SocketLevel = 1, ReuseAddress = 2, Permanent = KeeperFailure.Permanent;

    private readonly string wantedSocket = socketPath, wantedBridge = bridgePath;
    private int tcp = -1, unix = -1, bridge = -1;
    private bool mayFallBack = portFallback;

    public int Tcp => tcp;
    public int Unix => unix;
    /// <summary>The door of the agents' tools.</summary>
    public int Bridge => bridge;
    public bool AreOpen => tcp >= 0;
    /// <summary>The port that was really bound; it stays the same when the doors are closed and opened again.</summary>
    public int Port { get; private set; } = port;
    public string SocketPath { get; private set; } = socketPath;
    public string BridgePath { get; private set; } = bridgePath;

    public void Open()
    {
        if (AreOpen) return;
        try
        {
            tcp = OpenTcp();
            SocketPath = Listeners.SocketPath.Usable(wantedSocket);
            unix = OpenUnix(SocketPath);
            BridgePath = Listeners.SocketPath.Usable(wantedBridge);
            bridge = OpenUnix(BridgePath);
        }
        catch (KeeperFailure)
        {
            Close();
            throw;
        }
    }

    public void Close()
    {
        if (unix >= 0) Listeners.SocketPath.Remove(SocketPath, wantedSocket);
        if (bridge >= 0) Listeners.SocketPath.Remove(BridgePath, wantedBridge);
        Descriptor.Close(ref tcp);
        Descriptor.Close(ref unix);
        Descriptor.Close(ref bridge);
    }

    private int OpenTcp()
    {
        for (var candidate = Port; ; candidate++)
        {
            var fd = TryTcp(candidate, out var errno);
            if (fd >= 0)
            {
                if (candidate != Port) log.Say($"{Taken().Message}; took {candidate}");
                Port = BoundPort(fd);
                // Every client knows it now, so no other will do after this.
                mayFallBack = false;
                return fd;
            }
            if (errno != Errno.EADDRINUSE) throw new KeeperFailure("bind", Permanent, $"cannot listen on {host} port {candidate}: {Errno.Text(errno)}");
            if (!mayFallBack || candidate == ushort.MaxValue) throw Taken();
        }
    }

    private int TryTcp(int candidate, out int errno)
    {
        var address = SocketAddress.Loopback(host, candidate);
        var fd = NewSocket(BitConverter.ToUInt16(address));
        var one = 1;
        _ = Libc.setsockopt(fd, SocketLevel, ReuseAddress, &one, sizeof(int));
        errno = BindAndListen(fd, address);
        if (errno == 0) return fd;
        _ = Libc.close(fd);
        return -1;
    }

    private int OpenUnix(string path)
    {
        // Whoever holds the lock owns the path: what lies there is left over from a keeper that was killed.
        if (Libc.unlink(path) == 0) log.Say($"replaced the stale socket {path}");
        var fd = NewSocket(SocketAddress.Unix);
        // Born private: bind() makes the file with the mode of the umask, and chmod afterwards would leave an instant open.
        var before = Libc.umask(0x7F);
        var errno = BindAndListen(fd, SocketAddress.UnixPath(path));
        _ = Libc.umask(before);
        if (errno == 0) return fd;
        _ = Libc.close(fd);
        throw new KeeperFailure("bind", Permanent, $"cannot listen on {path}: {Errno.Text(errno)}");
    }

    private KeeperFailure Taken()
    {
        var owner = PortOwner.Find(Port);
        var who = owner is { } found ? $" (pid {found.Pid}, {found.Name})" : "";
        return new KeeperFailure("port_in_use", Permanent, $"port already in use: {Port}{who}", owner?.Pid);
    }

    private static int NewSocket(int family) =>
        Descriptor.MoveHigh(Descriptor.Check(Libc.socket(family, Stream | CloseOnExec, 0), "socket"));

    private static int BindAndListen(int fd, byte[] address)
    {
        fixed (byte* bytes = address)
            return Libc.bind(fd, bytes, address.Length) != 0 || Libc.listen(fd, Backlog) != 0 ? Errno.Last : 0;
    }

    private static int BoundPort(int fd)
    {
        var bytes = stackalloc byte[28];
        var length = 28;
        Descriptor.Check(Libc.getsockname(fd, bytes, &length), "getsockname");
        return BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(bytes + 2, 2));
    }
}
