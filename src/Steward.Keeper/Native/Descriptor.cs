namespace Steward.Keeper.Native;

internal static unsafe class Descriptor
{
    private const int DuplicateCloseOnExec = 1030, SetDescriptorFlags = 2, GetStatusFlags = 3, SetStatusFlags = 4, NonBlock = 0x800;

    public static int Check(int result, string call) => result >= 0 ? result : throw new SystemCallException(call, Errno.Last);

    /// <summary>
    /// Moves a descriptor above every number that a child gets: in posix_spawn an earlier dup2 would overwrite a later source, and a
    /// source that equals its target would keep its close-on-exec flag.
    /// </summary>
    public static int MoveHigh(int fd)
    {
        var high = fcntlChecked(fd, DuplicateCloseOnExec, 64);
        _ = Libc.close(fd);
        return high;
    }

    public static void SetNonBlocking(int fd) =>
        fcntlChecked(fd, SetStatusFlags, fcntlChecked(fd, GetStatusFlags, 0) | NonBlock);

    public static void SetCloseOnExec(int fd) => fcntlChecked(fd, SetDescriptorFlags, 1);

    public static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        Check(Libc.pipe2(ends, Native.Open.CloseOnExec), "pipe2");
        return (ends[0], ends[1]);
    }

    public static int OpenNull() => Check(Libc.open("/dev/null", Native.Open.ReadWrite | Native.Open.CloseOnExec, 0), "open /dev/null");

    /// <summary>Makes sure that 0, 1 and 2 are taken, so that no pipe of a child is ever one of them.</summary>
    public static void OccupyStandardStreams()
    {
        int fd;
        while ((fd = Check(Libc.open("/dev/null", Native.Open.ReadWrite, 0), "open /dev/null")) <= 2) { }
        _ = Libc.close(fd);
    }

    public static void Close(ref int fd)
    {
        if (fd >= 0) _ = Libc.close(fd);
        fd = -1;
    }

    /// <summary>Writes all of it to a file; 0, or the errno that stopped it.</summary>
    public static int WriteAll(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var written = Libc.write(fd, start + done, bytes.Length - done);
                if (written >= 0) done += written;
                else if (Errno.Last != Errno.EINTR) return Errno.Last;
            }
        }
        return 0;
    }

    private static int fcntlChecked(int fd, int command, nint argument) => Check(Libc.fcntl(fd, command, argument), "fcntl");
}
