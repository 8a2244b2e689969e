using System.Buffers.Binary;
using Steward.Daemon.Journal;

namespace Steward.Daemon.Children;

/// <summary>What is committed with the offsets of a process: whether its streams stand inside a line that is skipped, and the interpreter's memory.</summary>
internal static class ReaderMark
{
    private const int HeaderBytes = 4;

    public static ReadOnlyMemory<byte> Pack(bool skippingOutput, bool skippingErrors, ReadOnlySpan<byte> memory)
    {
        var packed = new byte[HeaderBytes + memory.Length];
        BinaryPrimitives.WriteInt32LittleEndian(packed, (skippingOutput ? 1 : 0) | (skippingErrors ? 2 : 0));
        memory.CopyTo(packed.AsSpan(HeaderBytes));
        return packed;
    }

    public static (bool SkippingOutput, bool SkippingErrors, ReadOnlyMemory<byte> Memory) Unpack(ProcessMark? mark)
    {
        if (mark is null || mark.Memory.Length < HeaderBytes)
            return default;
        var flags = BinaryPrimitives.ReadInt32LittleEndian(mark.Memory.Span);
        return ((flags & 1) != 0, (flags & 2) != 0, mark.Memory[HeaderBytes..]);
    }
}
