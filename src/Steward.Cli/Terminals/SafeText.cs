using System.Globalization;
using System.Text;

namespace Steward.Cli.Terminals;

/// <summary>
/// Makes text of others harmless to show: an escape sequence of an agent must not move the cursor, retitle the window or
/// hide a part of a command, so control characters become visible signs.
/// </summary>
internal static class SafeText
{
    /// <summary>For words that stream by: lines and tabs stay.</summary>
    public static string Words(string text) => Replace(text, keepLines: true, strict: false);

    /// <summary>For a value within a line.</summary>
    public static string Line(string text) => Replace(text, keepLines: false, strict: false);

    /// <summary>For what somebody is asked to allow: also what is merely invisible is shown.</summary>
    public static string Exact(string text) => Replace(text, keepLines: true, strict: true);

    public static string Shorten(string text, int length)
    {
        var line = Line(text);
        return line.Length <= length ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[length - 2]) ? length - 2 : length - 1), "…");
    }

    private static string Replace(string text, bool keepLines, bool strict)
    {
        var first = IndexOfUnsafe(text, keepLines, strict);
        if (first < 0) return text;
        var safe = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (var i = first; i < text.Length; i++) Append(safe, text, ref i, keepLines, strict);
        return safe.ToString();
    }

    private static int IndexOfUnsafe(string text, bool keepLines, bool strict)
    {
        for (var i = 0; i < text.Length; i++)
            if (IsUnsafe(text[i], keepLines, strict)) return i;
        return -1;
    }

    private static void Append(StringBuilder safe, string text, ref int i, bool keepLines, bool strict)
    {
        var c = text[i];
        if (!IsUnsafe(c, keepLines, strict)) safe.Append(c);
        else if (c == '\r' && keepLines && i + 1 < text.Length && text[i + 1] == '\n') return;
        else if (c < ' ') safe.Append((char)(0x2400 + c));
        else if (c == 0x7f) safe.Append('␡');
        else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) AppendPair(safe, c, text[++i]);
        else Code(safe, c);
    }

    // The plane of tags and variation supplements hides a whole text in characters that nothing shows, and so do controls of notations; the rest is
    // letters and emoji.
    private static void AppendPair(StringBuilder safe, char high, char low)
    {
        var code = char.ConvertToUtf32(high, low);
        if (code is (>= 0xE0000 and <= 0xE0FFF) or (>= 0x1D173 and <= 0x1D17A) or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x13430 and <= 0x1343F)) Code(safe, code);
        else safe.Append(high).Append(low);
    }

    private static void Code(StringBuilder safe, int code) => safe.Append(CultureInfo.InvariantCulture, $"<U+{code:X4}>");

    private static bool IsUnsafe(char c, bool keepLines, bool strict) => c switch
    {
        '\n' or '\t' => !keepLines,
        < ' ' or (>= '\x7f' and <= '\x9f') => true,
        // Overrides of the direction, and separators that some terminals take for the end of a line.
        (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' => true,
        (>= '\ud800' and <= '\udfff') => strict,
        '\u00ad' or '\u034f' or '\u061c' or '\u115f' or '\u1160' or '\u17b4' or '\u17b5' or '\u180e' or '\u3164' or '\ufeff' or '\uffa0' => strict,
        (>= '\u200b' and <= '\u200f') or (>= '\u2060' and <= '\u206f') or (>= '\ufff0' and <= '\ufffb') => strict,
        '\u00a0' or (>= '\u2000' and <= '\u200a') or '\u202f' or '\u205f' or '\u3000' => strict,
        (>= '\ufe00' and <= '\ufe0f') or (>= '\u180b' and <= '\u180f') or '\u2800' => strict,
        _ => false,
    };
}
