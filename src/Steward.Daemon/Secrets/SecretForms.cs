using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Steward.Daemon.Secrets;

/// <summary>The forms in which a secret travels: itself, in JSON, in URLs, and in Base64 wherever in a longer text it stands.</summary>
internal static class SecretForms
{
    private const int MinLineLength = 12;

    public static IEnumerable<string> Of(string secret)
    {
        var whole = secret.Trim('\r', '\n');
        // Programs print a private key line by line, and each line of it is secret.
        var lines = whole.Split('\n', StringSplitOptions.TrimEntries).Where(static line => line.Length >= MinLineLength);
        return lines.Prepend(whole).Distinct().SelectMany(OfPiece).Distinct();
    }

    private static IEnumerable<string> OfPiece(string piece)
    {
        yield return piece;
        yield return JavaScriptEncoder.Default.Encode(piece);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(piece);
        foreach (var url in (string[])[Uri.EscapeDataString(piece), WebUtility.UrlEncode(piece)])
        {
            yield return url;
            yield return LowerCaseEscapes(url);
        }
        var bytes = Encoding.UTF8.GetBytes(piece);
        for (var before = 0; before < 3; before++)
        {
            var base64 = Base64After(before, bytes);
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>The letters that are the same whatever the <paramref name="before"/> bytes in front and the bytes behind are.</summary>
    private static string Base64After(int before, byte[] secret)
    {
        var first = (before * 8 + 5) / 6;
        var end = (before + secret.Length) * 8 / 6;
        return Convert.ToBase64String([.. new byte[before], .. secret])[first..end];
    }

    private static string LowerCaseEscapes(string url)
    {
        var lower = url.ToCharArray();
        for (var i = 0; i + 2 < lower.Length; i++)
            if (lower[i] == '%')
            {
                lower[i + 1] = char.ToLowerInvariant(lower[i + 1]);
                lower[i + 2] = char.ToLowerInvariant(lower[i + 2]);
            }
        return new string(lower);
    }
}
