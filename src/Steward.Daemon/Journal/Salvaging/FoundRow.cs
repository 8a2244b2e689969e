using System.Text;
using Steward.Daemon.Journal.Rows;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>The columns of a record (sqlite.org/fileformat.html, section 2.1), all inside its bytes, or nothing.</summary>
internal sealed class FoundRow : IColumns
{
    private const int MostColumns = 10;

    private readonly byte[] _record;
    private readonly List<(long Type, int Offset, int Length)> _columns = new(MostColumns);

    private FoundRow(byte[] record) => _record = record;

    public int Count => _columns.Count;

    public static FoundRow? Parse(byte[] record)
    {
        var row = new FoundRow(record);
        var header = 0;
        if (!Varint.TryRead(record, ref header, out var headerSize) || headerSize > record.Length || headerSize < header) return null;
        var content = (int)headerSize;
        while (header < headerSize)
        {
            if (row.Count == MostColumns || !Varint.TryRead(record, ref header, out var type) || LengthOf(type) is not { } length) return null;
            if (length > record.Length - content) return null;
            row._columns.Add((type, content, (int)length));
            content += (int)length;
        }

        return content == record.Length ? row : null;
    }

    public bool IsNull(int column) => _columns[column].Type == 0;

    public bool IsText(int column) => _columns[column].Type >= 13 && (_columns[column].Type & 1) == 1;

    public bool IsNumber(int column) => _columns[column].Type is (>= 1 and <= 6) or 8 or 9;

    public long Long(int column)
    {
        var (type, offset, length) = _columns[column];
        if (type == 9) return 1;
        if (!IsNumber(column) || length == 0) return 0;
        long value = (sbyte)_record[offset];
        for (var i = 1; i < length; i++) value = (value << 8) | _record[offset + i];
        return value;
    }

    public ReadOnlySpan<byte> Bytes(int column) =>
        _columns[column].Type >= 12 ? _record.AsSpan(_columns[column].Offset, _columns[column].Length) : default;

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    private static long? LengthOf(long type) => type switch
    {
        0 or 8 or 9 => 0,
        >= 1 and <= 4 => type,
        5 => 6,
        6 or 7 => 8,
        >= 12 => (type - 12) / 2,
        _ => null,
    };
}
