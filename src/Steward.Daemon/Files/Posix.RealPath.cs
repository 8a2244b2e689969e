using System.Runtime.InteropServices;

namespace Steward.Daemon.Files;

internal static partial class Posix
{
    /// <summary>Where a path leads to, through all links on its way; null when nothing is there.</summary>
    public static unsafe string? RealPath(string path)
    {
        var found = ResolvePath(path, null);
        if (found is null)
            return null;
        try
        {
            return Marshal.PtrToStringUTF8((nint)found);
        }
        finally
        {
            Free(found);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial byte* ResolvePath(string path, byte* into);

    [LibraryImport("libc", EntryPoint = "free")]
    private static unsafe partial void Free(byte* memory);
}
