using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Lets ReadyToRun compile the calls ahead of time: every argument below is blittable.
[assembly: DisableRuntimeMarshalling]

namespace Steward.Keeper.Native;

/// <summary>Descriptors and files. Nothing here allocates or starts a thread.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    [LibraryImport(Library)] public static partial int close(int fd);
    [LibraryImport(Library, SetLastError = true)] public static partial nint read(int fd, byte* buffer, nint count);
    [LibraryImport(Library, SetLastError = true)] public static partial nint write(int fd, byte* buffer, nint count);
    [LibraryImport(Library, SetLastError = true)] public static partial nint pwrite(int fd, byte* buffer, nint count, long offset);
    [LibraryImport(Library, SetLastError = true)] public static partial int poll(PollEntry* entries, nuint count, int milliseconds);
    [LibraryImport(Library, SetLastError = true)] public static partial int fcntl(int fd, int command, nint argument);
    [LibraryImport(Library, SetLastError = true)] public static partial int pipe2(int* ends, int flags);
    [LibraryImport(Library, SetLastError = true)] public static partial int flock(int fd, int operation);
    [LibraryImport(Library, SetLastError = true)] public static partial int fsync(int fd);
    [LibraryImport(Library, SetLastError = true)] public static partial int ftruncate(int fd, long length);
    [LibraryImport(Library, SetLastError = true)] public static partial long lseek(int fd, long offset, int whence);
    [LibraryImport(Library, SetLastError = true)] public static partial int fallocate(int fd, int mode, long offset, long length);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags, int mode);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int unlink(string path);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rmdir(string path);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rename(string from, string to);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdir(string path, uint mode);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int chmod(string path, uint mode);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int access(string path, int mode);
    // statx and not stat: its layout is the same on every architecture.
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int directory, string path, int flags, uint mask, FileStatus* status);

    internal struct PollEntry
    {
        public int Fd;
        public short Events, Returned;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct FileStatus
    {
        [FieldOffset(20)] public uint Uid;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
    }
}
