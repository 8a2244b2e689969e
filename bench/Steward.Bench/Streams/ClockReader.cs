using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Steward.Bench.Streams;

/// <summary>
/// Reads events off a stream of server-sent events and finds how old the words in them are: each carries, in nanoseconds of the machine's
/// monotonic clock, when its agent said it. A word that came while a window of coalescing was open is due when the window closes.
/// </summary>
internal sealed class ClockReader
{
    private const long WindowNanoseconds = 30_000_000;
    private const int Small = 64 << 10, Large = 1 << 20;

    private readonly byte[] _buffer;
    private readonly Dictionary<string, long> _lastSaid = [];
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _lastSaidOf;
    private int _length;

    public ClockReader(bool smallBuffer = false)
    {
        _buffer = new byte[smallBuffer ? Small : Large];
        _lastSaidOf = _lastSaid.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public Memory<byte> Room => _buffer.AsMemory(_length);

    public int SessionsSeen => _lastSaid.Count;

    /// <summary>Takes what was received into <see cref="Room"/>; adds the age of each word, in milliseconds.</summary>
    public void Take(int received, List<double> ages)
    {
        var now = Stopwatch.GetTimestamp();
        _length += received;
        var rest = _buffer.AsSpan(0, _length);
        for (var end = rest.IndexOf("\n\n"u8); end >= 0; end = rest.IndexOf("\n\n"u8))
        {
            TakeEvent(rest[..end], now, ages);
            rest = rest[(end + 2)..];
        }
        rest.CopyTo(_buffer);
        _length = rest.Length;
    }

    private void TakeEvent(ReadOnlySpan<byte> text, long now, List<double> ages)
    {
        if (text.IndexOf("event: turn.token\n"u8) < 0) return;
        var session = SessionOf(text);
        Span<char> name = stackalloc char[session.Length];
        Encoding.ASCII.GetChars(session, name);
        var before = _lastSaidOf.TryGetValue(name, out var last) ? last : 0;
        for (var at = text.IndexOf((byte)'@'); at >= 0; at = text.IndexOf((byte)'@'))
        {
            text = text[(at + 1)..];
            if (!Utf8Parser.TryParse(text, out long said, out _)) continue;
            var due = Math.Max(said, before == 0 ? 0 : before + WindowNanoseconds);
            ages.Add((now - due) / 1e6);
            last = said;
        }
        _lastSaidOf[name] = last;
    }

    private static ReadOnlySpan<byte> SessionOf(ReadOnlySpan<byte> text)
    {
        var mark = "\"sessionId\":\""u8;
        var from = text.IndexOf(mark);
        if (from < 0) return [];
        var rest = text[(from + mark.Length)..];
        return rest[..rest.IndexOf((byte)'"')];
    }
}
