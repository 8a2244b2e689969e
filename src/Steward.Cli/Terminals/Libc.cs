using System.Runtime.InteropServices;

[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

namespace Steward.Cli.Terminals;

/// <summary>What a short command needs of the system, without the start of the console library.</summary>
internal static partial class Libc
{
    public const int Interrupted = 4, Again = 11, BrokenPipe = 32;
    public const int Hangup = 1, Interrupt = 2, Terminate = 15;
    public const short Readable = 1;

    public static int StopFromTerminal => OperatingSystem.IsMacOS() ? 18 : 20;
    public const int InputQueue = 0;
    public const int AfterOutput = 1;
    public const nuint AskWindowSize = 0x5413;

    [LibraryImport("libc")]
    public static partial int isatty(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial nint write(int fd, byte* bytes, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    public static partial int tcflush(int fd, int queue);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial int tcgetattr(int fd, byte* settings);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial int tcsetattr(int fd, int when, byte* settings);

    [LibraryImport("libc")]
    public static unsafe partial void cfmakeraw(byte* settings);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial int ioctl(int fd, nuint request, WindowSize* size);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial int pipe(int* ends);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial nint read(int fd, byte* bytes, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows, Columns, Width, Height;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
