using System.Runtime.InteropServices;

namespace Steward.Runtimes.Demo;

/// <summary>The two things about files that the class library cannot do.</summary>
internal static partial class FileSync
{
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;

    private static int AppendFlag => OperatingSystem.IsMacOS() ? 0x8 : 0x400;

    /// <summary>A new file survives a power cut only when its folder was flushed too.</summary>
    public static void FlushFolder(string folder) => With(folder, ReadOnly, static _ => true);

    /// <summary>
    /// Appends a line whole and flushes it, whoever else appends at the same time: FileMode.Append only seeks to the end once.
    /// </summary>
    public static void Append(string path, byte[] line)
    {
        using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
        {
            // It is there now, and open(2) needs no mode.
        }
        With(path, WriteOnly | AppendFlag, descriptor => Write(descriptor, line, line.Length) == line.Length);
    }

    private static void With(string path, int flags, Func<int, bool> work)
    {
        var descriptor = Open(path, flags);
        if (descriptor < 0)
            throw new IOException($"{path} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        var done = work(descriptor) && Fsync(descriptor) == 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (!done)
            throw new IOException($"{path} cannot be written: error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte[] bytes, nint count);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
