using System.Buffers.Binary;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>Looks at the files before SQLite does, without changing a byte: what it would create anew, drop in silence, or refuse late.</summary>
internal sealed class DamageProbe(string path, WriteAheadLog log)
{
    private const int HeaderSize = 100;
    private const int VersionOffset = 60;
    private const int ApplicationOffset = 68;

    /// <summary>Says what is wrong, or null. Throws when the database is of a newer version.</summary>
    public string? Look(bool sameBoot)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var header = new byte[HeaderSize];
        if (RandomAccess.Read(file, header, 0) < HeaderSize) return $"the file has only {length} bytes";
        if (Wrong(header) is { } wrong) return wrong;
        RefuseNewer(Version(header));
        if (log.Frames.LastOrDefault(frame => frame.Page == 1) is { Offset: > 0 } first) RefuseNewer(Version(ReadLogged(first)));
        if (log.Frames.Count == 0 && length < Pages(header) * Schema.PageSize)
            return $"the file ends at byte {length}, before its last page";
        return log.IsDamaged(sameBoot) ? "the write-ahead log is damaged before its end" : null;
    }

    private static string? Wrong(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith("SQLite format 3\0"u8)) return "the file does not begin like a database (byte 0)";
        if (BinaryPrimitives.ReadUInt16BigEndian(header[16..]) != Schema.PageSize) return "the size of its pages is wrong (byte 16)";
        ReadOnlySpan<byte> fixedPart = [0, 64, 32, 32];
        if (header[18] is not (1 or 2) || header[19] is not (1 or 2) || !header.Slice(20, 4).SequenceEqual(fixedPart))
            return "the header of the file is damaged (byte 18)";
        if (BinaryPrimitives.ReadUInt32BigEndian(header[44..]) != 4 || BinaryPrimitives.ReadUInt32BigEndian(header[56..]) != 1)
            return "the header of the file is damaged (byte 44)";
        return BinaryPrimitives.ReadInt32BigEndian(header[ApplicationOffset..]) != Schema.ApplicationId
            ? "the file is not marked as a journal (byte 68)"
            : null;
    }

    private byte[] ReadLogged(LogFrame frame)
    {
        using var file = File.OpenHandle(path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[HeaderSize];
        RandomAccess.Read(file, header, frame.Offset);
        return header;
    }

    private void RefuseNewer(int version)
    {
        if (version > Schema.Version) throw new NewerSchemaException(path, version, Schema.Version);
    }

    private static int Version(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32BigEndian(header[VersionOffset..]);

    private static long Pages(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
}
