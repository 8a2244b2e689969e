using System.Buffers.Binary;
using System.Text;
using Steward.Keeper.Native;

namespace Steward.Keeper.Protocol;

/// <summary>Records waiting to be sent: a length (4 bytes, little-endian), a type, the fields in order.</summary>
internal sealed class RecordBuffer
{
    private const int Small = 64 << 10;
    private const int MessageNoSignal = 0x4000;

    private byte[] bytes = new byte[Small];
    private int start, end, record = -1;

    public int Count => end - start;

    public RecordBuffer Begin(RecordType type)
    {
        record = end;
        Reserve(Wire.HeaderLength + 1);
        end += Wire.HeaderLength;
        bytes[end++] = (byte)type;
        return this;
    }

    public RecordBuffer Add(bool value)
    {
        Reserve(1);
        bytes[end++] = value ? (byte)1 : (byte)0;
        return this;
    }

    public RecordBuffer Add(int value)
    {
        Reserve(sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(end), value);
        end += sizeof(int);
        return this;
    }

    public RecordBuffer Add(long value)
    {
        Reserve(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(end), value);
        end += sizeof(long);
        return this;
    }

    public RecordBuffer Add(int? value) => Add(value.HasValue).Add(value ?? 0);

    public RecordBuffer Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Add(length).Reserve(length);
        end += Encoding.UTF8.GetBytes(text, bytes.AsSpan(end));
        return this;
    }

    public RecordBuffer Add(IReadOnlyList<string> texts)
    {
        Add(texts.Count);
        foreach (var text in texts) Add(text);
        return this;
    }

    public RecordBuffer Add(ReadOnlySpan<byte> content)
    {
        Add(content.Length).Reserve(content.Length);
        content.CopyTo(bytes.AsSpan(end));
        end += content.Length;
        return this;
    }

    public void End() => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(record), end - record - Wire.HeaderLength);

    public int RecordLength => end - record - Wire.HeaderLength;

    public void Abandon() => end = record;

    /// <summary>Sends what the socket takes. 0: all gone, or the socket is full; otherwise the errno.</summary>
    public unsafe int Flush(int fd)
    {
        fixed (byte* head = bytes)
        {
            while (start < end)
            {
                var sent = Libc.send(fd, head + start, end - start, MessageNoSignal);
                if (sent >= 0) start += (int)sent;
                else if (Errno.Last == Errno.EAGAIN) return 0;
                else if (Errno.Last != Errno.EINTR) return Errno.Last;
            }
        }
        Clear();
        return 0;
    }

    public void Clear()
    {
        start = end = 0;
        if (bytes.Length > Small) bytes = new byte[Small];
    }

    private void Reserve(int more)
    {
        if (end + more <= bytes.Length) return;
        if (start > 0)
        {
            Buffer.BlockCopy(bytes, start, bytes, 0, end - start);
            (record, end, start) = (record - start, end - start, 0);
        }
        if (end + more > bytes.Length) Array.Resize(ref bytes, Math.Max(end + more, bytes.Length * 2));
    }
}
