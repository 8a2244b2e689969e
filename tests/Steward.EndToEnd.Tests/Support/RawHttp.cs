using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Steward.EndToEnd.Tests.Support;

/// <summary>Bytes on a socket, as no proper client would send them.</summary>
internal static class RawHttp
{
    public static Task<string> AskAsync(int port, string request) => AskAsync(port, Encoding.Latin1.GetBytes(request));

    /// <summary>Everything that comes back until the other side closes.</summary>
    public static async Task<string> AskAsync(int port, byte[] request)
    {
        using var socket = await ConnectAsync(port);
        return await AskAsync(socket, request);
    }

    /// <summary>A plain request over a unix socket, with a token where one is given.</summary>
    public static Task<string> AskUnixAsync(string path, string method, string target, string? token, string body = "") => AskUnixAsync(path,
        $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}Content-Length: {body.Length}\r\n\r\n{body}");

    public static async Task<string> AskUnixAsync(string path, string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        return await AskAsync(socket, Encoding.Latin1.GetBytes(request));
    }

    public static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), TestContext.Current.CancellationToken);
        return socket;
    }

    public static async Task<string> ToTheEndAsync(Socket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Eventually.Patience);
        var all = new MemoryStream();
        var buffer = new byte[16 << 10];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var got)
                all.Write(buffer, 0, got);
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // Closed while we still had bytes on the way: what came before is the answer.
        }
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>0 when the connection was closed without a word of HTTP/1.</summary>
    public static int Status(string answer) =>
        !answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? 0 : int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);

    public static string Body(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    private static async Task<string> AskAsync(Socket socket, byte[] request)
    {
        try
        {
            for (var sent = 0; sent < request.Length;)
                sent += await socket.SendAsync(request.AsMemory(sent), TestContext.Current.CancellationToken);
        }
        catch (SocketException closed) when (closed.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // Refused before it was read to its end.
        }
        return await ToTheEndAsync(socket);
    }
}
