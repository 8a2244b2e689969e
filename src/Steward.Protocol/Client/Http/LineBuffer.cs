namespace Steward.Protocol.Client.Http;

internal delegate ValueTask<int> ByteSource(Memory<byte> buffer, CancellationToken stop);

/// <summary>Reads lines and blocks out of a source of bytes, with a limit on each.</summary>
internal sealed class LineBuffer(ByteSource source)
{
    private byte[] buffer = new byte[16 << 10];
    private int start, end;

    /// <summary>The line without its end, valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>False at the end of input; a last line without an end is dropped.</summary>
    public async ValueTask<bool> ReadLineAsync(int limit, CancellationToken stop)
    {
        var searched = 0;
        while (true)
        {
            var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Line = Take(searched + found);
                return true;
            }
            searched = end - start;
            if (searched > limit) throw new BadAnswerException($"The daemon sent a line of more than {limit} bytes.");
            if (!await FillAsync(stop).ConfigureAwait(false)) return false;
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken stop)
    {
        if (start == end && !await FillAsync(stop).ConfigureAwait(false)) return 0;
        var count = Math.Min(into.Length, end - start);
        buffer.AsMemory(start, count).CopyTo(into);
        start += count;
        return count;
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        var line = buffer.AsMemory(start, length);
        start += length + 1;
        return line.Length > 0 && line.Span[^1] == (byte)'\r' ? line[..^1] : line;
    }

    private async ValueTask<bool> FillAsync(CancellationToken stop)
    {
        if (start == end) start = end = 0;
        if (end == buffer.Length) MakeRoom();
        var got = await source(buffer.AsMemory(end), stop).ConfigureAwait(false);
        end += got;
        return got > 0;
    }

    private void MakeRoom()
    {
        var from = buffer;
        if (start < buffer.Length / 2) buffer = new byte[buffer.Length * 2];
        from.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
    }
}
