using System.Globalization;
using System.Text;
using Steward.Protocol.Client.Http;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client.Quick;

/// <summary>
/// One short question to a daemon that is there or not, without the machinery for many: what <c>steward status</c> asks is
/// answered long before an asynchronous client would have been set up. Nothing is tried twice.
/// </summary>
public static class QuickClient
{
    /// <summary>The body of the answer.</summary>
    /// <exception cref="DaemonException">It is not there, refused, or does not answer.</exception>
    public static byte[] Ask(StewardHome home, string method, string target, TimeSpan limit, byte[]? body = null)
    {
        var path = DaemonAddress.SocketPath(home);
        var request = new HttpRequest(method, target) { Body = body }.ToBytes(DaemonAddress.UnixHost, token: null);
        return Body(QuickSocket.Exchange(path, request, limit));
    }

    internal static byte[] Body(ReadOnlySpan<byte> reply)
    {
        var end = reply.IndexOf("\r\n\r\n"u8);
        if (end < 12 || end > HttpLimits.HeaderBytes || !reply.StartsWith("HTTP/1."u8)) throw Broken();
        var head = Encoding.Latin1.GetString(reply[..end]);
        var body = Unframe(head, reply[(end + 4)..]);
        if (!int.TryParse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)) throw Broken();
        return status is >= 200 and < 300 ? body : throw Refusal.Of(status, body);
    }

    private static byte[] Unframe(string head, ReadOnlySpan<byte> body)
    {
        if (Header(head, "transfer-encoding") is { } coding) return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? Unchunk(body) : throw Broken();
        if (Header(head, "content-length") is not { } digits) return body.ToArray();
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= body.Length
            ? body[..length].ToArray()
            : throw Broken();
    }

    private static byte[] Unchunk(ReadOnlySpan<byte> body)
    {
        var collected = new MemoryStream();
        while (true)
        {
            var line = body.IndexOf("\r\n"u8);
            if (line is < 1 or > 8) throw Broken();
            var digits = Encoding.Latin1.GetString(body[..line]);
            if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)) throw Broken();
            body = body[(line + 2)..];
            if (size == 0) return collected.ToArray();
            if (size < 0 || size > body.Length - 2) throw Broken();
            collected.Write(body[..size]);
            body = body[(size + 2)..];
        }
    }

    private static string? Header(string head, string name)
    {
        foreach (var line in head.Split("\r\n"))
            if (line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return line[(name.Length + 1)..].Trim();
        return null;
    }

    private static BadAnswerException Broken() => new("What answers at the daemon's address does not speak as a daemon does, or stopped in mid-sentence.");
}
