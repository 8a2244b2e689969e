using System.Runtime.InteropServices;

namespace Steward.Protocol.Client.Quick;

internal static unsafe partial class Libc
{
    public const int Unix = 1, StreamCloseOnExec = 1 | 0x80000, NoSignal = 0x4000;
    public const int SolSocket = 1, SoPeerCred = 17, SoSendTimeout = 21;
    public const int Interrupted = 4, NoEntry = 2, Again = 11, Refused = 111;
    public const short Readable = 1;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(int fd, byte* address, int length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(int fd, byte* bytes, nint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint recv(int fd, byte* bytes, nint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(Waited* waited, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int setsockopt(int fd, int level, int name, void* value, int length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(int fd, int level, int name, void* value, int* length);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [StructLayout(LayoutKind.Sequential)]
    public struct Waited
    {
        public int Fd;
        public short Wanted;
        public short Happened;
    }
}
