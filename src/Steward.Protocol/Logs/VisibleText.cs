using System.Buffers;
using System.Globalization;
using System.Text;

namespace Steward.Protocol.Logs;

/// <summary>
/// Text of strangers on a terminal or in a log: what a terminal would obey, and what turns the direction of text round or is not seen at all, is
/// written out as <c>\u001B</c>.
/// </summary>
public static class VisibleText
{
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var visible = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // Half of a surrogate pair is no character, and would become one with whatever comes next.
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            if (whole && IsHarmless(rune))
                visible.Append(rest[..length]);
            else
                foreach (var unit in rest[..length])
                    visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
            rest = rest[length..];
        }
        return visible.ToString();
    }

    public static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
