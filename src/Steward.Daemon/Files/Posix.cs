using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Steward.Daemon.Files;

/// <summary>The system calls that .NET has no word for.</summary>
internal static partial class Posix
{
    public const int ENOENT = 2;
    public const int EIO = 5;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int ENOSPC = 28;

    private const int ReadOnly = 0;
    private const int SigKill = 9;

    public static int LoopError => OperatingSystem.IsMacOS() ? 62 : 40;

    // The values differ by system and, on Linux, by architecture: x86 and Arm swapped two bits.
    private static bool Arm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    private static int NoFollow => OperatingSystem.IsMacOS() ? 0x100 : Arm ? 0x8000 : 0x20000;

    private static int Directory => OperatingSystem.IsMacOS() ? 0x100000 : Arm ? 0x4000 : 0x10000;

    private static int NonBlocking => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    public static uint UserId() => EffectiveUserId();

    public static void KillSelf() => _ = Kill(Environment.ProcessId, SigKill);

    /// <summary>Opens without following a last link, and without hanging on a pipe that someone put there. Null when nothing is there.</summary>
    public static SafeFileHandle? OpenForReading(string path) => Open(path, ReadOnly | CloseOnExec | NoFollow | NonBlocking);

    public static SafeFileHandle OpenDirectory(string path) =>
        Open(path, ReadOnly | CloseOnExec | Directory) ?? throw new DirectoryNotFoundException(path);

    public static void Sync(SafeFileHandle file, string path)
    {
        if (FSync(file) != 0) throw Failure(path);
    }

    /// <summary>False when something is there already: of all who ask, one makes it.</summary>
    public static bool MakeFolder(string path)
    {
        if (MakeDirectory(path, 0x1C0) == 0) return true;
        return Marshal.GetLastPInvokeError() is var error && error == EEXIST ? false : throw Failure(path, error);
    }

    private static SafeFileHandle? Open(string path, int flags)
    {
        var handle = OpenFile(path, flags, 0);
        if (!handle.IsInvalid) return handle;
        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        if (error is ENOENT or ENOTDIR) return null;
        if (error == LoopError) throw new UnsafeFileException(path, "is a symbolic link", "replace it with the file itself");
        throw Failure(path, error);
    }

    private static IOException Failure(string path) => Failure(path, Marshal.GetLastPInvokeError());

    private static IOException Failure(string path, int error) => new($"{path}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
