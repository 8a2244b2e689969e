using System.Runtime.InteropServices;
using Steward.Keeper.Native;
using Steward.Keeper.Protocol;

namespace Steward.Keeper.Children;

internal enum PieceOutcome { Queued, Repeated, Refused, Closed }

/// <summary>
/// What a child has still to read, in numbered pieces. A piece counts once, however often it is sent; it is acknowledged when the whole
/// of it is in the pipe; and what goes beyond the credit is refused, so that a child that reads nothing costs a bounded amount.
/// </summary>
internal sealed unsafe class StdinQueue(int pipe) : IDisposable
{
    private readonly Queue<Piece> pieces = new();
    private int pipe = pipe, queued, written;
    private bool complete;

    private readonly record struct Piece(nint Bytes, int Length, bool Last);

    /// <summary>The number that the next piece must have. The first is 1.</summary>
    public long Expected { get; private set; } = 1;
    public long Acknowledged => Expected - 1 - pieces.Count;
    public bool IsOpen => pipe >= 0;
    public int WatchedPipe => pipe;
    /// <summary>An empty queue is watched too: poll() tells of a reader that went away even when nothing is asked for.</summary>
    public short WatchedEvents => pieces.Count > 0 ? Poll.Out : (short)0;

    public PieceOutcome Accept(long number, ReadOnlySpan<byte> bytes, bool last)
    {
        if (number < Expected) return PieceOutcome.Repeated;
        if (!IsOpen || complete) return PieceOutcome.Closed;
        if (number > Expected || queued + bytes.Length > Wire.StdinCredit) return PieceOutcome.Refused;
        var copy = (byte*)NativeMemory.Alloc((nuint)Math.Max(bytes.Length, 1));
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        pieces.Enqueue(new Piece((nint)copy, bytes.Length, last));
        queued += bytes.Length;
        Expected++;
        complete = last;
        return PieceOutcome.Queued;
    }

    /// <summary>Writes what the pipe takes now. False: the reader is gone, and with it all that waited.</summary>
    public bool Pump()
    {
        while (IsOpen && pieces.TryPeek(out var piece))
        {
            if (written < piece.Length)
            {
                var taken = Libc.write(pipe, (byte*)piece.Bytes + written, piece.Length - written);
                if (taken < 0 && Errno.Last == Errno.EAGAIN) return true;
                if (taken < 0 && Errno.Last == Errno.EINTR) continue;
                if (taken < 0) return false;
                written += (int)taken;
                continue;
            }
            Finish();
            if (piece.Last) Descriptor.Close(ref pipe);
        }
        return true;
    }

    /// <summary>Drops what waits. The pieces that were never written stay unacknowledged for ever.</summary>
    public void Close()
    {
        Descriptor.Close(ref pipe);
        // The number goes back to what was really written, so that Acknowledged stays true.
        Expected -= pieces.Count;
        while (pieces.TryDequeue(out var piece)) NativeMemory.Free((void*)piece.Bytes);
        (queued, written) = (0, 0);
    }

    public void Dispose() => Close();

    private void Finish()
    {
        var piece = pieces.Dequeue();
        NativeMemory.Free((void*)piece.Bytes);
        queued -= piece.Length;
        written = 0;
    }
}
