using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Steward.Daemon.Files;

// Not run yet on a Mac. The layout is struct stat with 64-bit inodes, which Arm has under the plain name only.
internal readonly partial record struct FileIdentity
{
    private const int MacModeOffset = 4;
    private const int MacOwnerOffset = 16;

    private static bool PlainName => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    private static unsafe FileIdentity? OfOnMacOS(string path)
    {
        Span<byte> status = stackalloc byte[256];
        fixed (byte* to = status)
            return (PlainName ? LStat(path, to) : LStat64(path, to)) == 0 ? FromMacStat(status) : Missing(path);
    }

    private static unsafe FileIdentity OfOnMacOS(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[256];
        fixed (byte* to = status)
        {
            if ((PlainName ? FStat(file, to) : FStat64(file, to)) == 0) return FromMacStat(status);
            throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
        }
    }

    private static FileIdentity FromMacStat(ReadOnlySpan<byte> status) => From(Short(status, MacModeOffset), Word(status, MacOwnerOffset));

    [LibraryImport("libc", EntryPoint = "lstat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int LStat(string path, byte* status);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int LStat64(string path, byte* status);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static unsafe partial int FStat(SafeFileHandle file, byte* status);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static unsafe partial int FStat64(SafeFileHandle file, byte* status);
}
