using System.Buffers;

namespace Steward.Protocol.Client.Http;

/// <summary>Server-sent events: the data of one after the other. What else a record says (id, name) stands in the data too.</summary>
internal sealed class SseReader(ByteSource body)
{
    private readonly LineBuffer lines = new(body);
    private readonly ArrayBufferWriter<byte> data = new();

    /// <summary>The data of the event that was read; empty after a comment, which is a ping.</summary>
    public ReadOnlyMemory<byte> Data => data.WrittenMemory;

    /// <summary>False when the stream ended in order.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken stop)
    {
        data.ResetWrittenCount();
        while (await lines.ReadLineAsync(HttpLimits.StreamLine, stop).ConfigureAwait(false))
        {
            var line = lines.Line;
            if (line.IsEmpty && data.WrittenCount > 0) return true;
            if (line.Span.StartsWith(":"u8) && data.WrittenCount == 0) return true;
            if (line.Span.StartsWith("data:"u8)) Append(line.Span[5..]);
        }
        return false;
    }

    private void Append(ReadOnlySpan<byte> value)
    {
        if (data.WrittenCount > HttpLimits.StreamLine) throw new BadAnswerException("The daemon sent an event without end.");
        if (data.WrittenCount > 0) data.Write("\n"u8);
        data.Write(value.StartsWith(" "u8) ? value[1..] : value);
    }
}
