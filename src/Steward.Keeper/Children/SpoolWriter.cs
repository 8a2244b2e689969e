using Steward.Keeper.Native;
using Steward.Keeper.Polling;

namespace Steward.Keeper.Children;

/// <summary>
/// Copies one pipe into one file with absolute offsets. It holds no more of it in memory than one read, and that only while the disk
/// takes nothing; it reads nothing while the daemon has not committed enough, so that the child waits and not the machine.
/// </summary>
internal sealed unsafe class SpoolWriter : IDisposable
{
    // What a pipe holds at most, unless root lets it hold more.
    private const long LongestPipe = 1 << 20;
    private const int PunchBlock = 4 << 20, KeepSizePunchHole = 3, Page = 4096;

    private readonly SpoolBuffer buffer;
    private readonly long limit;
    private int pipe, file;
    private long committed, punched, rest = LongestPipe;
    private byte[] unwritten = [];
    private bool paused;

    public SpoolWriter(int pipe, int file, SpoolBuffer buffer, long limit) =>
        (this.pipe, this.file, this.buffer, this.limit) = (pipe, file, buffer, limit);

    public long Length { get; private set; }
    public bool Ended { get; private set; }
    /// <summary>Why the disk takes nothing now, or 0.</summary>
    public int StalledBy { get; private set; }
    /// <summary>
    /// Set once no process of the launch is left to write: what is in the pipe is then bounded, and is read whatever the limit. One that fled
    /// from its launch may go on writing, and is read no further than that.
    /// </summary>
    public bool WriterGone { get; set; }

    public int WatchedPipe => Ended || StalledBy != 0 || (paused && !WriterGone) ? -1 : pipe;

    /// <summary>True when something was read, or the end.</summary>
    public bool ReadOnce()
    {
        if (WatchedPipe < 0) return false;
        if (WriterGone && rest <= 0) return End();
        var got = Libc.read(pipe, buffer.Start, SpoolBuffer.Size);
        if (got < 0) return Errno.Last is not (Errno.EAGAIN or Errno.EINTR) && End();
        if (got == 0) return End();
        if (WriterGone) rest -= got;
        Append(new ReadOnlySpan<byte>(buffer.Start, (int)got));
        paused = Length - committed >= limit;
        return true;
    }

    public bool End()
    {
        Ended = true;
        Descriptor.Close(ref pipe);
        return true;
    }

    public void RetryStorage()
    {
        if (StalledBy == 0) return;
        var waiting = unwritten;
        (unwritten, StalledBy) = ([], 0);
        Append(waiting);
    }

    public void Commit(long offset)
    {
        committed = Math.Clamp(offset, committed, Length);
        if (paused && Length - committed < limit / 4 * 3) paused = false;
        if (committed - punched < PunchBlock) return;
        var to = committed / Page * Page;
        // Where holes cannot be punched the spool merely stays as long as it is.
        _ = Libc.fallocate(file, KeepSizePunchHole, punched, to - punched);
        punched = to;
    }

    public void Dispose()
    {
        Descriptor.Close(ref pipe);
        Descriptor.Close(ref file);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (var done = 0; done < bytes.Length;)
            {
                var written = Libc.pwrite(file, start + done, bytes.Length - done, Length);
                if (written > 0)
                {
                    done += (int)written;
                    Length += written;
                }
                else if (written == 0 || Errno.Last != Errno.EINTR)
                {
                    StalledBy = written == 0 ? Errno.ENOSPC : Errno.Last;
                    unwritten = bytes[done..].ToArray();
                    return;
                }
            }
        }
    }
}
