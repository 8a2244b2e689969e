using System.Runtime.InteropServices;

namespace Steward.Keeper.Native;

internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true)] public static partial int socket(int domain, int type, int protocol);
    [LibraryImport(Library, SetLastError = true)] public static partial int socketpair(int domain, int type, int protocol, int* ends);
    [LibraryImport(Library, SetLastError = true)] public static partial int bind(int fd, byte* address, int length);
    [LibraryImport(Library, SetLastError = true)] public static partial int listen(int fd, int backlog);
    [LibraryImport(Library, SetLastError = true)] public static partial int shutdown(int fd, int how);
    [LibraryImport(Library, SetLastError = true)] public static partial int getsockname(int fd, byte* address, int* length);
    [LibraryImport(Library, SetLastError = true)] public static partial int setsockopt(int fd, int level, int option, int* value, int length);
    [LibraryImport(Library, SetLastError = true)] public static partial nint send(int fd, byte* buffer, nint count, int flags);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int inet_pton(int family, string text, byte* address);
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendto(int fd, byte* buffer, nint count, int flags, byte* address, int addressLength);
}
