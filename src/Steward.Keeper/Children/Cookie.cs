using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Steward.Keeper.Native;

namespace Steward.Keeper.Children;

/// <summary>The mark in the environment of everything that a keeper starts: whose it is, wherever it flees to.</summary>
internal static unsafe class Cookie
{
    public const string Variable = "STEWARD_COOKIE";

    private const int Chunk = 64 << 10, LongestEnvironment = 8 << 20;

    private static readonly byte[] Name = Encoding.ASCII.GetBytes(Variable + "=");
    private static readonly byte* Window = (byte*)NativeMemory.Alloc(2 * Chunk);

    /// <summary>The cookie of a process, or null where there is none or where it may not be read.</summary>
    public static string? Of(int pid)
    {
        var fd = Libc.open(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"), Native.Open.CloseOnExec, 0);
        if (fd < 0) return null;
        var found = Search(fd);
        _ = Libc.close(fd);
        return found;
    }

    private static string? Search(int fd)
    {
        var held = 0;
        for (var total = 0; total < LongestEnvironment;)
        {
            var got = (int)Libc.read(fd, Window + held, Chunk);
            if (got > 0) held += got;
            var text = new ReadOnlySpan<byte>(Window, held);
            if (Find(text, atEnd: got <= 0) is { } value) return value;
            if (got <= 0) return null;
            total += got;
            // A cookie may lie across two chunks; its length is far below one.
            var keep = Math.Min(held, Chunk);
            text[^keep..].CopyTo(new Span<byte>(Window, keep));
            held = keep;
        }
        return null;
    }

    private static string? Find(ReadOnlySpan<byte> text, bool atEnd)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOf(Name);
            if (at < 0) return null;
            at += from;
            var value = text[(at + Name.Length)..];
            var length = value.IndexOf((byte)0);
            if (length < 0 && !atEnd) return null;
            if (at == 0 || text[at - 1] == 0) return Encoding.UTF8.GetString(length < 0 ? value : value[..length]);
            from = at + Name.Length;
        }
        return null;
    }
}
