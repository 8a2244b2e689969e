using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Steward.Daemon.Api.Security;

/// <summary>
/// Asks the kernel about one TCP socket (<c>sock_diag(7)</c>). Its table in <c>/proc</c> is the same answer for all of them, which takes milliseconds to write.
/// </summary>
internal static partial class SocketDiagnosis
{
    private const int Netlink = 16, Raw = 3, CloseOnExec = 0x80000, Diagnosis = 4;
    private const int ByFamily = 20, Request = 1, Error = 2, NoSuchSocket = -2, Tcp = 6, HeaderBytes = 16;
    private const byte Inet = 2, Inet6 = 10;

    // struct nlmsghdr, then inet_diag_req_v2, which ends with an inet_diag_sockid; the answer is an inet_diag_msg.
    private const int RequestBytes = HeaderBytes + 56, SocketId = HeaderBytes + 8, InodeAt = HeaderBytes + 68, AnswerBytes = HeaderBytes + 72;

    /// <summary>The inode of the socket with these ends, 0 when there is none, and null where the kernel does not say.</summary>
    public static uint? InodeOf(IPEndPoint own, IPEndPoint other)
    {
        var handle = Socket(Netlink, Raw | CloseOnExec, Diagnosis);
        if (handle < 0)
            return null;
        try
        {
            Span<byte> message = stackalloc byte[RequestBytes];
            Ask(message, own, other);
            if (Send(handle, message, message.Length, 0) != message.Length)
                return null;
            Span<byte> answer = stackalloc byte[1024];
            return Read(answer[..(int)Math.Max(0, Receive(handle, answer, answer.Length, 0))]);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static void Ask(Span<byte> message, IPEndPoint own, IPEndPoint other)
    {
        message.Clear();
        MemoryMarshal.Write(message, RequestBytes);
        MemoryMarshal.Write(message[4..], (ushort)ByFamily);
        MemoryMarshal.Write(message[6..], (ushort)Request);
        message[HeaderBytes] = own.AddressFamily == AddressFamily.InterNetwork ? Inet : Inet6;
        message[HeaderBytes + 1] = Tcp;
        MemoryMarshal.Write(message[(HeaderBytes + 4)..], uint.MaxValue);
        var id = message[SocketId..];
        BinaryPrimitives.WriteUInt16BigEndian(id, (ushort)own.Port);
        BinaryPrimitives.WriteUInt16BigEndian(id[2..], (ushort)other.Port);
        own.Address.TryWriteBytes(id[4..], out _);
        other.Address.TryWriteBytes(id[20..], out _);
        // No cookie: whichever socket has these ends.
        id[40..48].Fill(byte.MaxValue);
    }

    private static uint? Read(ReadOnlySpan<byte> answer) => answer.Length < HeaderBytes + 4 ? null : MemoryMarshal.Read<ushort>(answer[4..]) switch
    {
        Error => MemoryMarshal.Read<int>(answer[HeaderBytes..]) == NoSuchSocket ? 0 : null,
        ByFamily when answer.Length >= AnswerBytes => MemoryMarshal.Read<uint>(answer[InodeAt..]),
        _ => null,
    };

    [LibraryImport("libc", EntryPoint = "socket")]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int handle, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int handle, Span<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
