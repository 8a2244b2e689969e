using System.Text;

namespace Steward.Runtimes.Texts;

/// <summary>What a program wrote, as text that can be shown: bytes that are no UTF-8, and control characters, become U+FFFD.</summary>
internal static class PrintableText
{
    private const char Replacement = '\uFFFD';

    public static string Of(ReadOnlySpan<byte> bytes) => Of(Encoding.UTF8.GetString(bytes));

    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') || !text.Any(IsUnprintable))
            return text;
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = IsUnprintable(source[i]) ? Replacement : source[i];
        });
    }

    /// <summary>At most that many characters, with a mark where it was cut.</summary>
    public static string Short(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, CutAt(text, length)), "…");

    /// <summary>The place at or before <paramref name="length"/> that does not tear a surrogate pair apart.</summary>
    public static int CutAt(ReadOnlySpan<char> text, int length) =>
        text.Length <= length ? text.Length : char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    private static bool IsUnprintable(char c) => char.IsControl(c) && c is not ('\t' or '\n');
}
