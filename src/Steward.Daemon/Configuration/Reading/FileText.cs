using System.Text;

namespace Steward.Daemon.Configuration.Reading;

/// <summary>The text of the file, for saying where something stands in it.</summary>
internal sealed class FileText
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public FileText(string path, ReadOnlyMemory<byte> content)
    {
        Path = path;
        Bytes = content.Span.StartsWith(ByteOrderMark) ? content[ByteOrderMark.Length..] : content;
    }

    public string Path { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Line and column, from one. A column is a character, not a byte, as editors count.</summary>
    public (int Line, int Column) At(int offset)
    {
        var before = Bytes.Span[..Math.Clamp(offset, 0, Bytes.Length)];
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        return (line, Encoding.UTF8.GetCharCount(before[start..]) + 1);
    }

    /// <summary>The byte at which a parser's own count of lines and bytes points.</summary>
    public int Offset(long line, long byteInLine)
    {
        var start = 0;
        for (; line > 0 && Bytes.Span[start..].IndexOf((byte)'\n') is var next and >= 0; line--)
            start += next + 1;
        return (int)Math.Min(start + byteInLine, Bytes.Length);
    }

    /// <summary>The first byte that is not UTF-8, or null.</summary>
    public int? FirstGarbage()
    {
        var at = 0;
        while (at < Bytes.Length)
        {
            if (Rune.DecodeFromUtf8(Bytes.Span[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
                return at;
            at += length;
        }
        return null;
    }
}
