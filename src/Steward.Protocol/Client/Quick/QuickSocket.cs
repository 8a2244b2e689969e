using System.Runtime.InteropServices;
using System.Text;
using Steward.Protocol.Client.Http;

namespace Steward.Protocol.Client.Quick;

/// <summary>One exchange over a unix socket by plain system calls, in the calling thread.</summary>
internal static unsafe class QuickSocket
{
    private const int PathLimit = 107, AnswerLimit = 16 << 20;

    /// <summary>Sends, and reads until the peer closes.</summary>
    public static byte[] Exchange(string path, ReadOnlySpan<byte> request, TimeSpan limit)
    {
        var fd = Libc.socket(Libc.Unix, Libc.StreamCloseOnExec, 0);
        if (fd < 0) throw Failed("socket");
        try
        {
            Connect(fd, path, limit);
            Send(fd, request);
            return ReadAll(fd, limit);
        }
        finally
        {
            _ = Libc.close(fd);
        }
    }

    private static void Connect(int fd, string path, TimeSpan limit)
    {
        // With a full backlog connect waits for as long as a send may.
        var time = stackalloc long[2] { (long)limit.TotalSeconds + 1, 0 };
        _ = Libc.setsockopt(fd, Libc.SolSocket, Libc.SoSendTimeout, time, 16);
        var address = stackalloc byte[PathLimit + 3];
        *(ushort*)address = Libc.Unix;
        var length = Encoding.UTF8.GetBytes(path, new Span<byte>(address + 2, PathLimit));
        while (Libc.connect(fd, address, length + 3) != 0)
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted) throw Failed("connect");
        var credentials = stackalloc uint[3];
        var size = 12;
        if (Libc.getsockopt(fd, Libc.SolSocket, Libc.SoPeerCred, credentials, &size) == 0) PeerUser.Check(credentials[1]);
    }

    private static void Send(int fd, ReadOnlySpan<byte> request)
    {
        fixed (byte* bytes = request)
        {
            for (nint done = 0; done < request.Length;)
            {
                var sent = Libc.send(fd, bytes + done, request.Length - done, Libc.NoSignal);
                if (sent > 0) done += sent;
                else if (Marshal.GetLastPInvokeError() != Libc.Interrupted) throw Failed("send");
            }
        }
    }

    private static byte[] ReadAll(int fd, TimeSpan limit)
    {
        var buffer = new byte[16 << 10];
        for (var length = 0; ;)
        {
            var got = Receive(fd, buffer.AsSpan(length), limit);
            if (got == 0) return buffer[..length];
            length += got;
            if (length == AnswerLimit) throw new BadAnswerException($"The daemon sent more than {AnswerLimit} bytes.");
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(length * 2, AnswerLimit));
        }
    }

    private static int Receive(int fd, Span<byte> into, TimeSpan limit)
    {
        var waited = new Libc.Waited { Fd = fd, Wanted = Libc.Readable };
        while (true)
        {
            var ready = Libc.poll(&waited, 1, (int)limit.TotalMilliseconds);
            if (ready == 0) throw new NoAnswerException($"The daemon did not answer within {limit.TotalSeconds:0.#} s.");
            nint got;
            fixed (byte* bytes = into) got = ready < 0 ? -1 : Libc.recv(fd, bytes, into.Length, 0);
            if (got >= 0) return (int)got;
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted) throw Failed("recv");
        }
    }

    private static DaemonException Failed(string call)
    {
        var errno = Marshal.GetLastPInvokeError();
        return errno is Libc.Refused or Libc.NoEntry
            ? new NotRunningException()
            : new NoAnswerException($"The daemon does not answer ({call}: {Marshal.GetPInvokeErrorMessage(errno)}).");
    }
}
