using System.Text;

namespace Steward.Cli.Editing;

/// <summary>From the bytes that a terminal sends to keys. What is cut off in the middle of a sequence waits for its rest.</summary>
internal sealed class KeyReader
{
    private const byte Escape = 0x1b;

    private readonly List<byte> pending = [];
    private bool pasting;

    /// <summary>Something began that is a key by itself only if nothing follows soon: an Escape.</summary>
    public bool IsUndecided => pending.Count > 0 && !pasting;

    public IReadOnlyList<Key> Read(ReadOnlySpan<byte> bytes)
    {
        pending.AddRange(bytes);
        var keys = new List<Key>();
        while (Take() is { } key) keys.Add(key);
        return keys;
    }

    /// <summary>Nothing followed.</summary>
    public IReadOnlyList<Key> Settle()
    {
        if (!IsUndecided) return [];
        var key = new Key(pending is [Escape] ? KeyKind.Escape : KeyKind.Unknown);
        pending.Clear();
        return [key];
    }

    private Key? Take()
    {
        if (pasting) return TakePaste();
        return pending.Count == 0 ? null : pending[0] switch
        {
            Escape => TakeSequence(),
            < (byte)' ' or 0x7f => Consume(1, new Key(ControlKeys.Of(pending[0]))),
            _ => TakeText(),
        };
    }

    private Key? TakePaste()
    {
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pending);
        var end = bytes.IndexOf("\e[201~"u8);
        if (end < 0) return null;
        var text = Encoding.UTF8.GetString(bytes[..end]).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        pasting = false;
        return Consume(end + 6, new Key(KeyKind.Paste, text));
    }

    private Key? TakeText()
    {
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pending);
        var text = new StringBuilder();
        var taken = 0;
        while (taken < bytes.Length && bytes[taken] is >= (byte)' ' and not 0x7f)
        {
            var status = Rune.DecodeFromUtf8(bytes[taken..], out var rune, out var length);
            if (status == System.Buffers.OperationStatus.NeedMoreData) break;
            text.Append(rune.ToString());
            taken += length;
        }
        return taken == 0 ? null : Consume(taken, Key.Of(text.ToString()));
    }

    private Key? TakeSequence()
    {
        if (pending.Count == 1) return null;
        return pending[1] switch
        {
            (byte)'[' => TakeCsi(),
            (byte)'O' when pending.Count == 2 => null,
            (byte)'O' => Consume(3, new Key(ControlKeys.OfCsi("", (char)pending[2]))),
            Escape => Consume(1, new Key(KeyKind.Escape)),
            var letter => Consume(2, new Key(ControlKeys.WithAlt(letter))),
        };
    }

    private Key? TakeCsi()
    {
        var end = 2;
        while (end < pending.Count && pending[end] is < 0x40 or > 0x7e) end++;
        if (end == pending.Count) return null;
        var parameters = Encoding.ASCII.GetString([.. pending[2..end]]);
        var key = new Key(ControlKeys.OfCsi(parameters, (char)pending[end]));
        pasting = (parameters, pending[end]) is ("200", (byte)'~');
        pending.RemoveRange(0, end + 1);
        return pasting ? Take() : key;
    }

    private Key Consume(int count, Key key)
    {
        pending.RemoveRange(0, count);
        return key;
    }
}
