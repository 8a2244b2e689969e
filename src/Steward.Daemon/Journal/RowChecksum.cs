using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Steward.Daemon.Journal;

/// <summary>
/// CRC-32C over the fields of one row, each text with its length before it. It starts from the kind of row, so that one kind is never
/// taken for another when a damaged file is searched.
/// </summary>
internal struct RowChecksum(RowKind kind)
{
    private uint _crc = BitOperations.Crc32C(uint.MaxValue, (byte)kind);

    public readonly long Value => _crc;

    public static long OfEvent(
        ReadOnlySpan<byte> session, long seq, long gseq, ReadOnlySpan<byte> type, long at, ReadOnlySpan<byte> body) =>
        new RowChecksum(RowKind.Event).Add(session).Add(seq).Add(gseq).Add(type).Add(at).Add(body).Value;

    public RowChecksum Add(long value)
    {
        _crc = BitOperations.Crc32C(_crc, (ulong)value);
        return this;
    }

    public RowChecksum Add(bool value) => Add(value ? 1L : 0L);

    public RowChecksum Add(scoped ReadOnlySpan<byte> bytes)
    {
        var crc = BitOperations.Crc32C(_crc, (uint)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var last in bytes) crc = BitOperations.Crc32C(crc, last);
        _crc = crc;
        return this;
    }

    [SkipLocalsInit]
    public RowChecksum Add(string text)
    {
        Span<byte> buffer = stackalloc byte[512];
        return text.Length <= buffer.Length / 3
            ? Add(buffer[..Encoding.UTF8.GetBytes(text, buffer)])
            : Add(Encoding.UTF8.GetBytes(text));
    }
}

internal enum RowKind : byte
{
    Event = 1,
    Session,
    State,
    Process,
    Key,
    Hole,
    Fact,
    Schema,
}
