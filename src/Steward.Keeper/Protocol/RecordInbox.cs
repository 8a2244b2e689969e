using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Steward.Keeper.Native;

namespace Steward.Keeper.Protocol;

internal enum ReadOutcome { Something, NothingNow, Ended }

/// <summary>Records as they arrive. Its memory is outside the collected heap, so that one long record does not stay for ever.</summary>
internal sealed unsafe class RecordInbox : IDisposable
{
    private const int Small = 64 << 10;

    private byte* bytes = (byte*)NativeMemory.Alloc(Small);
    private int capacity = Small, start, end;

    public ReadOutcome Read(int fd)
    {
        MakeRoom();
        while (true)
        {
            var got = Libc.read(fd, bytes + end, capacity - end);
            if (got > 0)
            {
                end += (int)got;
                return ReadOutcome.Something;
            }
            if (got == 0) return ReadOutcome.Ended;
            if (Errno.Last == Errno.EAGAIN) return ReadOutcome.NothingNow;
            // A reset comes from a peer that was killed with our records unread.
            if (Errno.Last != Errno.EINTR) return ReadOutcome.Ended;
        }
    }

    /// <summary>The record stays valid until the next call of <see cref="Read"/>.</summary>
    public bool TryNext(out ReadOnlySpan<byte> record)
    {
        record = default;
        if (end - start < Wire.HeaderLength) return false;
        var length = Length();
        if (end - start - Wire.HeaderLength < length) return false;
        record = new ReadOnlySpan<byte>(bytes + start + Wire.HeaderLength, length);
        start += Wire.HeaderLength + length;
        return true;
    }

    public void Dispose()
    {
        NativeMemory.Free(bytes);
        bytes = null;
    }

    private int Length()
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(bytes + start, Wire.HeaderLength));
        return length is > 0 and <= Wire.LongestRecord ? length : throw new BrokenRecordException();
    }

    private void MakeRoom()
    {
        var held = end - start;
        if (start > 0) Buffer.MemoryCopy(bytes + start, bytes, capacity, held);
        (start, end) = (0, held);
        var wanted = held >= Wire.HeaderLength ? Math.Max(Small, Wire.HeaderLength + Length()) : Small;
        if (wanted == capacity) return;
        bytes = (byte*)NativeMemory.Realloc(bytes, (nuint)wanted);
        capacity = wanted;
    }
}
