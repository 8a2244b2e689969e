using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Steward.Daemon.Files;

// FileMode.Append of .NET seeks to the end once; only O_APPEND puts each write behind what another process has written meanwhile.
internal static partial class Posix
{
    private const int WriteOnly = 1;
    private const int EINTR = 4;

    private static int Append => OperatingSystem.IsMacOS() ? 0x8 : 0x400;

    /// <summary>Null when the file is not there.</summary>
    public static SafeFileHandle? OpenForAppending(string path) => Open(path, WriteOnly | Append | CloseOnExec | NoFollow);

    /// <summary>One write where the system takes it whole, which it does unless the disk is full. Says how much of it was taken.</summary>
    public static unsafe int Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, out int error)
    {
        error = 0;
        var written = 0;
        fixed (byte* start = bytes)
            while (written < bytes.Length)
            {
                var count = WriteSome(file, start + written, bytes.Length - written);
                if (count >= 0)
                    written += (int)count;
                else if (Marshal.GetLastPInvokeError() is var code and not EINTR)
                {
                    error = code;
                    break;
                }
            }
        return written;
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteSome(SafeFileHandle file, byte* bytes, nint count);
}
