using System.Globalization;
using System.Text;

namespace Steward.Protocol.Client.Http;

/// <summary>The bytes of a body, taken out of its framing: by length, in chunks, or until the connection ends.</summary>
internal sealed class HttpBody
{
    private readonly LineBuffer input;
    private readonly bool chunked;
    private long left;
    private bool inChunk, ended;

    private HttpBody(LineBuffer input, bool chunked, long left) => (this.input, this.chunked, this.left) = (input, chunked, left);

    public static HttpBody Chunked(LineBuffer input) => new(input, chunked: true, 0);

    public static HttpBody OfLength(LineBuffer input, long length) => new(input, chunked: false, length);

    public static HttpBody UntilClosed(LineBuffer input) => new(input, chunked: false, long.MaxValue);

    /// <exception cref="EndOfStreamException">The connection ended within the body.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken stop)
    {
        if (chunked && !ended && left == 0) await NextChunkAsync(stop).ConfigureAwait(false);
        if (ended || left == 0) return 0;
        var untilClosed = !chunked && left == long.MaxValue;
        var got = await input.ReadAsync(into[..(int)Math.Min(into.Length, left)], stop).ConfigureAwait(false);
        if (got == 0 && !untilClosed) throw new EndOfStreamException("The connection ended within an answer.");
        if (!untilClosed) left -= got;
        return got;
    }

    private async ValueTask NextChunkAsync(CancellationToken stop)
    {
        if (inChunk && (await LineAsync(stop).ConfigureAwait(false)).Length != 0) throw Broken();
        var size = await LineAsync(stop).ConfigureAwait(false);
        var digits = size.AsSpan(0, size.IndexOf(';') is >= 0 and var extension ? extension : size.Length).Trim();
        if (digits.Length > 8 || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)) throw Broken();
        (left, inChunk, ended) = (length, true, length == 0);
        for (var trailers = 0; ended && (await LineAsync(stop).ConfigureAwait(false)).Length != 0; trailers++)
            if (trailers == HttpLimits.HeaderCount) throw Broken();
    }

    private async ValueTask<string> LineAsync(CancellationToken stop)
    {
        if (!await input.ReadLineAsync(HttpLimits.ChunkLine, stop).ConfigureAwait(false))
            throw new EndOfStreamException("The connection ended within an answer.");
        return Encoding.Latin1.GetString(input.Line.Span);
    }

    private static BadAnswerException Broken() => new("The daemon's answer is broken (a chunk that is none).");
}
