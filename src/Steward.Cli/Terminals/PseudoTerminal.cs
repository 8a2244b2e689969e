using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Steward.Cli.Terminals;

/// <summary>A terminal of our own making: a program that wants one draws on it, and what it draws can be read.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;

    // Opened once and held until the end: were it closed in between, whoever reads what is drawn would be told that it is over.
    private const string Take = "exec <\"$0\" >\"$0\" 2>&1; stty rows \"$1\" cols \"$2\"; shift 2; exec \"$@\"";

    private readonly FileStream _master;
    private readonly string _slave;

    private PseudoTerminal(FileStream master, string slave) => (_master, _slave) = (master, slave);

    public static unsafe PseudoTerminal Open()
    {
        var noControl = OperatingSystem.IsMacOS() ? 0x20000 : 0x100;
        var master = new SafeFileHandle(posix_openpt(ReadWrite | noControl), ownsHandle: true);
        var name = stackalloc byte[128];
        if (master.IsInvalid || grantpt(Number(master)) != 0 || unlockpt(Number(master)) != 0 || ptsname_r(Number(master), name, 128) != 0)
            throw new IOException($"No pseudo-terminal can be had: {Marshal.GetLastPInvokeErrorMessage()}");
        return new PseudoTerminal(new FileStream(master, FileAccess.ReadWrite, 0), Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)));
    }

    /// <summary>Starts the program with this as its terminal, of that size.</summary>
    public Process Start(ProcessStartInfo program, int rows, int columns)
    {
        string[] size = [rows.ToString(CultureInfo.InvariantCulture), columns.ToString(CultureInfo.InvariantCulture)];
        var shell = new ProcessStartInfo("/bin/sh", ["-c", Take, _slave, .. size, program.FileName, .. program.ArgumentList]) { UseShellExecute = false };
        shell.Environment.Clear();
        foreach (var (name, value) in program.Environment) shell.Environment[name] = value;
        return Process.Start(shell)!;
    }

    /// <summary>What was drawn meanwhile; 0 when nobody holds the other end any more.</summary>
    public int Read(Span<byte> into)
    {
        try
        {
            return _master.Read(into);
        }
        catch (IOException)
        {
            // That is how the system says that the last program which drew on it is gone.
            return 0;
        }
    }

    public void Write(ReadOnlySpan<byte> keys) => _master.Write(keys);

    public void Dispose() => _master.Dispose();

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int ptsname_r(int fd, byte* name, nuint length);
}
