using System.Globalization;
using System.Text;

namespace Steward.Protocol.Client.Http;

/// <summary>An answer whose head is read; the body is read as it is wanted.</summary>
internal sealed class HttpReply : IDisposable
{
    private readonly Wire wire;
    private readonly HttpBody body;

    private HttpReply(Wire wire, int status, HttpBody body) => (this.wire, Status, this.body) = (wire, status, body);

    public int Status { get; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public ByteSource Body => body.ReadAsync;

    public static async ValueTask<HttpReply> ReadHeadAsync(Wire wire, CancellationToken stop)
    {
        var input = new LineBuffer(wire.ReceiveAsync);
        while (true)
        {
            var status = ParseStatus(await HeadLineAsync(input, stop).ConfigureAwait(false));
            var body = await FramingAsync(input, stop).ConfigureAwait(false);
            // An interim answer announces nothing that is wanted here.
            if (status is >= 100 and < 200) continue;
            return new HttpReply(wire, status, status is 204 or 304 ? HttpBody.OfLength(input, 0) : body);
        }
    }

    public async ValueTask<byte[]> ReadAllAsync(int limit, CancellationToken stop)
    {
        var collected = new MemoryStream();
        var piece = new byte[16 << 10];
        int got;
        while ((got = await body.ReadAsync(piece, stop).ConfigureAwait(false)) > 0)
        {
            if (collected.Length + got > limit) throw new BadAnswerException($"The daemon sent more than {limit} bytes.");
            collected.Write(piece, 0, got);
        }
        return collected.ToArray();
    }

    public void Dispose() => wire.Dispose();

    private static async ValueTask<HttpBody> FramingAsync(LineBuffer input, CancellationToken stop)
    {
        var framing = new Framing();
        var total = 0;
        for (var count = 0; ; count++)
        {
            var line = await HeadLineAsync(input, stop).ConfigureAwait(false);
            if (line.Length == 0) return framing.Body(input);
            total += line.Length;
            if (count == HttpLimits.HeaderCount || total > HttpLimits.HeaderBytes) throw Broken("too many headers");
            framing.Read(line);
        }
    }

    private static int ParseStatus(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12
        && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw Broken("no HTTP");

    private static async ValueTask<string> HeadLineAsync(LineBuffer input, CancellationToken stop)
    {
        if (!await input.ReadLineAsync(HttpLimits.HeaderBytes, stop).ConfigureAwait(false))
            throw new EndOfStreamException("The daemon closed the connection before it answered.");
        return Encoding.Latin1.GetString(input.Line.Span);
    }

    private static BadAnswerException Broken(string what) => new($"What answers at the daemon's address does not speak as a daemon does ({what}).");

    /// <summary>What the headers say about where the body ends.</summary>
    private sealed class Framing
    {
        private bool chunked;
        private long length = -1;

        public void Read(string line)
        {
            if (Value(line, "Transfer-Encoding:") is { } coding)
                chunked = coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? true : throw Broken("an unknown transfer coding");
            if (Value(line, "Content-Length:") is not { } digits) return;
            var parsed = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var said);
            length = parsed && (length < 0 || length == said) ? said : throw Broken("a length that is none");
        }

        public HttpBody Body(LineBuffer input) => chunked switch
        {
            true when length >= 0 => throw Broken("both a length and chunks"),
            true => HttpBody.Chunked(input),
            false => length >= 0 ? HttpBody.OfLength(input, length) : HttpBody.UntilClosed(input),
        };

        private static string? Value(string line, string name) =>
            line.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? line[name.Length..].Trim() : null;
    }
}
