using System.Runtime.InteropServices;

namespace Steward.Keeper.Native;

internal static class Errno
{
    public const int ENOENT = 2, EINTR = 4, E2BIG = 7, EAGAIN = 11, EACCES = 13, EEXIST = 17, ENOTDIR = 20, EINVAL = 22, ENOSPC = 28,
        EPIPE = 32, ELOOP = 40, EADDRINUSE = 98;

    public static int Last => Marshal.GetLastPInvokeError();

    // Whatever we open is opened without following a link, and the system's word for that speaks of too many levels.
    public static string Text(int errno) => errno == ELOOP ? "it is a symbolic link, and none is followed" : Marshal.GetPInvokeErrorMessage(errno);
}

internal static class Signal
{
    public const int Hup = 1, Int = 2, Kill = 9, Term = 15, Chld = 17;
}

internal static class Open
{
    public const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Exclusive = 0x80, Truncate = 0x200, Append = 0x400,
        CloseOnExec = 0x80000;

    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static int NoFollow => Arm ? 0x8000 : 0x20000;
    public static int Directory => Arm ? 0x4000 : 0x10000;
}

internal static class Poll
{
    public const short In = 1, Out = 4, Error = 8, HangUp = 16;
}
