using System.Buffers.Binary;
using System.Text;
using Steward.Domain.Agents;

namespace Steward.Runtimes.Texts;

/// <summary>
/// The text that an agent is writing. Its words went out as they came, and may be dropped one day; what is kept for good is a finished text.
/// So that a long one neither gets lost nor has to be remembered whole, each full 64 KiB of it are finished on their own.
/// </summary>
internal sealed class OpenText
{
    public const int Limit = 64 << 10;

    // Small enough that a piece of the longest characters (three bytes for each UTF-16 unit) fits.
    private const int PieceLength = 16 << 10;

    private readonly StringBuilder _open = new();
    private int _openBytes;
    private long _told;

    public OpenText(ReadOnlySpan<byte> memory)
    {
        if (memory.Length < sizeof(long))
            return;
        var open = Encoding.UTF8.GetString(memory[sizeof(long)..]);
        _told = Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(memory));
        _open.Append(open);
        _openBytes = Encoding.UTF8.GetByteCount(open);
    }

    /// <summary>Empty while no text is open; else how much of it is finished, and the rest.</summary>
    public byte[] Memory()
    {
        if (_told == 0 && _open.Length == 0)
            return [];
        var memory = new byte[sizeof(long) + _openBytes];
        BinaryPrimitives.WriteInt64LittleEndian(memory, _told);
        Encoding.UTF8.GetBytes(_open.ToString(), memory.AsSpan(sizeof(long)));
        return memory;
    }

    public void Add(string words, ICollection<AgentReport> reports)
    {
        for (var rest = words.AsSpan(); rest.Length > 0;)
        {
            var piece = rest[..PrintableText.CutAt(rest, PieceLength)];
            rest = rest[piece.Length..];
            var bytes = Encoding.UTF8.GetByteCount(piece);
            if (_openBytes + bytes > Limit)
                Tell(reports);
            _open.Append(piece);
            _openBytes += bytes;
            reports.Add(new AgentWords(piece.ToString()));
        }
    }

    /// <summary>The text ends with what was collected.</summary>
    public void Finish(ICollection<AgentReport> reports)
    {
        Tell(reports);
        _told = 0;
    }

    /// <summary>The agent says the whole text itself; of it, what was finished before is not said again.</summary>
    public void Finish(string whole, ICollection<AgentReport> reports)
    {
        var rest = _told <= whole.Length ? whole[(int)_told..] : whole;
        if (rest.Length > 0)
            reports.Add(new AgentMessage(rest));
        Forget();
        _told = 0;
    }

    private void Tell(ICollection<AgentReport> reports)
    {
        if (_open.Length == 0)
            return;
        reports.Add(new AgentMessage(_open.ToString()));
        _told += _open.Length;
        Forget();
    }

    private void Forget()
    {
        _open.Clear();
        _openBytes = 0;
    }
}
