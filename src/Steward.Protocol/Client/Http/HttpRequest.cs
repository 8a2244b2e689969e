using System.Globalization;
using System.Text;

namespace Steward.Protocol.Client.Http;

internal sealed record HttpRequest(string Method, string Target)
{
    public byte[]? Body { get; init; }

    public string? IdempotencyKey { get; init; }

    public string Accept { get; init; } = "application/json";

    /// <summary>Sending it twice is the same as sending it once.</summary>
    public bool Repeatable { get; init; }

    public byte[] ToBytes(string host, string? token)
    {
        var head = new StringBuilder(256)
            .Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\n")
            .Append("Host: ").Append(host).Append("\r\nConnection: close\r\nAccept: ").Append(Accept).Append("\r\n");
        if (token is not null) head.Append("Authorization: Bearer ").Append(token).Append("\r\n");
        if (IdempotencyKey is { } key) head.Append("Idempotency-Key: ").Append(key).Append("\r\n");
        if (Body is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n");
        else if (Method is not "GET") head.Append("Content-Length: 0\r\n");
        head.Append("\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. Body ?? []];
    }
}
