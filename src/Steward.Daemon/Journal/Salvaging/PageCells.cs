using System.Buffers.Binary;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>One row as it lies in a page: its row id (0 where the table has none) and the bytes of its record.</summary>
internal readonly record struct FoundCell(long RowId, byte[] Record);

/// <summary>
/// Finds the rows in one page of a b-tree (sqlite.org/fileformat.html, section 1.6). Nothing of the page is trusted: each number is
/// checked, and whoever takes the rows checks their checksums.
/// </summary>
internal sealed class PageCells(PageVersions pages)
{
    private const int Usable = Schema.PageSize;
    private const int LargestTableCell = Usable - 35;
    private const int LargestIndexCell = (Usable - 12) * 64 / 255 - 23;
    private const int SmallestSpilled = (Usable - 12) * 32 / 255 - 23;
    private const byte SmallestHeader = 4;
    private const byte LargestHeader = 40;
    private const int FirstPageHeader = 100;
    private const long LargestRecord = 256 << 20;

    public IEnumerable<FoundCell> In(byte[] page)
    {
        var start = IsFirst(page) ? FirstPageHeader : 0;
        var kind = page[start];
        if (kind is not (0x0D or 0x0A or 0x02)) yield break;
        var pointers = start + (kind == 0x02 ? 12 : 8);
        var count = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(start + 3)), (Usable - pointers) / 2);
        for (var i = 0; i < count; i++)
        {
            var offset = BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(pointers + 2 * i));
            if (Cell(page, offset, kind) is { } cell) yield return cell;
        }
    }

    /// <summary>For a page whose own directory is broken: whatever reads as a cell, at any place.</summary>
    public IEnumerable<FoundCell> Anywhere(byte[] page)
    {
        for (var offset = 0; offset < Usable - 8; offset++)
        {
            if (Cell(page, offset, 0x0D) is { } row) yield return row;
            if (Cell(page, offset, 0x0A) is { } keyed) yield return keyed;
        }
    }

    private FoundCell? Cell(byte[] page, int offset, byte kind)
    {
        if (kind == 0x02) offset += 4;
        if (!Varint.TryRead(page, ref offset, out var length) || length is < 8 or > LargestRecord) return null;
        var rowId = 0L;
        if (kind == 0x0D && !Varint.TryRead(page, ref offset, out rowId)) return null;
        // The size of a record's own header comes first: the cheapest way to see that this is none of ours.
        if (offset >= Usable || page[offset] is < SmallestHeader or > LargestHeader) return null;
        var record = Record(page, offset, (int)length, kind == 0x0D ? LargestTableCell : LargestIndexCell);
        return record is null ? null : new FoundCell(rowId, record);
    }

    private byte[]? Record(byte[] page, int offset, int length, int largest)
    {
        if (length <= largest) return offset + length <= Usable ? page.AsSpan(offset, length).ToArray() : null;
        var local = SmallestSpilled + (length - SmallestSpilled) % (Usable - 4);
        if (local > largest) local = SmallestSpilled;
        if (offset + local + 4 > Usable) return null;
        var next = BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(offset + local));
        // A number that leads nowhere must not cost a large buffer for each place that is tried.
        if (pages.Page(next) is null || (length - local) / (Usable - 4) >= pages.DatabasePages + 100_000) return null;
        var record = new byte[length];
        page.AsSpan(offset, local).CopyTo(record);
        return Overflow(next, record.AsSpan(local)) ? record : null;
    }

    private bool Overflow(uint next, Span<byte> rest)
    {
        while (rest.Length > 0)
        {
            if (pages.Page(next) is not { } page) return false;
            next = BinaryPrimitives.ReadUInt32BigEndian(page);
            var part = Math.Min(rest.Length, Usable - 4);
            page.AsSpan(4, part).CopyTo(rest);
            rest = rest[part..];
        }

        return true;
    }

    private static bool IsFirst(byte[] page) => page.AsSpan().StartsWith("SQLite format 3\0"u8);
}
