using System.Text;
using System.Text.Unicode;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// A line that can be read as JSON without surprises: bytes that are no UTF-8, and escapes of half a surrogate pair, become U+FFFD. A tool may
/// print either, and neither can be stored or sent on.
/// </summary>
internal static class WellFormed
{
    private const int EscapeLength = 6;

    public static byte[] Line(ReadOnlySpan<byte> line)
    {
        var bytes = Utf8.IsValid(line) ? line.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
        if (bytes.AsSpan().IndexOf("\\ud"u8) >= 0 || bytes.AsSpan().IndexOf("\\uD"u8) >= 0)
            Mend(bytes);
        return bytes;
    }

    private static void Mend(Span<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != '\\')
                continue;
            if (IsHalf(bytes[at..], high: true) && IsHalf(bytes[Math.Min(at + EscapeLength, bytes.Length)..], high: false))
                at += 2 * EscapeLength - 1;
            else if (IsHalf(bytes[at..], high: true) || IsHalf(bytes[at..], high: false))
                "\\ufffd"u8.CopyTo(bytes[at..]);
            else
                at++;
        }
    }

    private static bool IsHalf(ReadOnlySpan<byte> escape, bool high) =>
        escape.Length >= EscapeLength && escape[0] == '\\' && escape[1] == 'u' && (escape[2] | 0x20) == 'd'
        && char.IsAsciiHexDigit((char)escape[4]) && char.IsAsciiHexDigit((char)escape[5])
        && Digit(escape[3]) is var digit && (high ? digit is >= 8 and <= 11 : digit >= 12);

    private static int Digit(byte hex) => char.IsAsciiHexDigit((char)hex) ? Convert.ToInt32(((char)hex).ToString(), 16) : -1;
}
