using System.Buffers.Binary;
using System.Text;

namespace Steward.Keeper.Protocol;

/// <summary>Reads the fields of one record in order. What is missing or too long is a broken peer, and said as such.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> record)
{
    private ReadOnlySpan<byte> rest = record[1..];

    public RecordType Type { get; } = (RecordType)record[0];

    public bool Bool() => Take(1)[0] != 0;
    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
    public string Text() => Encoding.UTF8.GetString(Bytes());
    public ReadOnlySpan<byte> Bytes() => Take(Int());

    public int? OptionalInt()
    {
        var there = Bool();
        var value = Int();
        return there ? value : null;
    }

    public string[] Texts()
    {
        var count = Int();
        // Each text has a length of four bytes at least: a count beyond that is not worth an allocation.
        if (count < 0 || count > rest.Length / sizeof(int)) throw new BrokenRecordException();
        var texts = new string[count];
        for (var i = 0; i < count; i++) texts[i] = Text();
        return texts;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > rest.Length) throw new BrokenRecordException();
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}

internal sealed class BrokenRecordException() : Exception("The other end of the control socket sent a record that cannot be read.");
