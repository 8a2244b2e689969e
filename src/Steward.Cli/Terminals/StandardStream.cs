using System.Runtime.InteropServices;

namespace Steward.Cli.Terminals;

/// <summary>
/// Standard output or error by plain write(2). The console library hides a closed pipe, so that a command that follows would
/// run on for nobody, and costs a short command a tenth of its time to load.
/// </summary>
internal sealed class StandardStream(int fd) : Stream
{
    private const short Writable = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override unsafe void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var written = Libc.write(fd, first + done, bytes.Length - done);
                if (written >= 0) done += written;
                else WaitOrThrow(Marshal.GetLastPInvokeError());
            }
        }
    }

    private unsafe void WaitOrThrow(int errno)
    {
        if (errno == Libc.Interrupted) return;
        // Some other program made the terminal non-blocking, for everyone who shares it.
        if (errno == Libc.Again)
        {
            var waited = new Libc.PollDescriptor { Descriptor = fd, Events = Writable };
            _ = Libc.poll(&waited, 1, -1);
            return;
        }
        throw new OutputClosedException(errno);
    }
}

/// <summary>Nobody reads the output any more, or it cannot be written.</summary>
internal sealed class OutputClosedException(int errno) : Exception($"The output cannot be written (errno {errno}).")
{
    public bool IsBrokenPipe => errno == Libc.BrokenPipe;
}
