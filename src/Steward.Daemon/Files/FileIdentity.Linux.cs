using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Steward.Daemon.Files;

// statx has one layout on every architecture; the stat family has not.
internal readonly partial record struct FileIdentity
{
    private const int CurrentDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;

    private static unsafe FileIdentity? OfOnLinux(string path)
    {
        Span<byte> status = stackalloc byte[256];
        fixed (byte* to = status)
            return StatX(CurrentDirectory, path, DoNotFollow, TypeModeAndOwner, to) == 0 ? FromStatX(status) : Missing(path);
    }

    private static unsafe FileIdentity OfOnLinux(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[256];
        fixed (byte* to = status)
        {
            if (StatX(file, "", EmptyPath, TypeModeAndOwner, to) == 0) return FromStatX(status);
            throw new IOException(Marshal.GetLastPInvokeErrorMessage(), Marshal.GetLastPInvokeError());
        }
    }

    private static FileIdentity FromStatX(ReadOnlySpan<byte> status) => From(Short(status, ModeOffset), Word(status, OwnerOffset));

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(SafeFileHandle file, string path, int flags, uint mask, byte* status);
}
