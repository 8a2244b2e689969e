using System.Net;
using System.Net.Sockets;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client;

/// <summary>Where the daemon is reached. A token goes only to an address out of the same state file as the token itself.</summary>
public sealed record DaemonAddress
{
    internal const string UnixHost = "localhost";

    /// <summary>In bytes.</summary>
    public const int LongestSocketPath = 107;

    private DaemonAddress(EndPoint endPoint, string host, string? token) => (EndPoint, Host, Token) = (endPoint, host, token);

    public EndPoint EndPoint { get; }

    /// <summary>The Host header.</summary>
    public string Host { get; }

    internal string? Token { get; }

    public bool IsUnix => EndPoint.AddressFamily == AddressFamily.Unix;

    /// <summary>The peer's user is checked there, so no token is needed.</summary>
    public static DaemonAddress Unix(string path) => new(new UnixDomainSocketEndPoint(path), UnixHost, null);

    /// <summary>The door of the agents' tools, where a session shows its own token.</summary>
    public static DaemonAddress Bridge(string path, string token) => token.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? throw new BadAnswerException("The token of the session is not a token.")
        : new DaemonAddress(new UnixDomainSocketEndPoint(path), UnixHost, token);

    public static DaemonAddress Tcp(DaemonState state)
    {
        // A state file that points elsewhere must not carry the token off this machine.
        if (!IPAddress.TryParse(state.Host, out var address) || !IPAddress.IsLoopback(address))
            throw new BadAnswerException($"state.json names the host {state.Host}, which is not a loopback address.");
        if (state.Token.AsSpan().ContainsAnyExceptInRange('!', '~')) throw new BadAnswerException("The token in state.json is not a token.");
        var host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]:{state.Port}" : $"{address}:{state.Port}";
        return new DaemonAddress(new IPEndPoint(address, state.Port), host, state.Token);
    }

    public override string ToString() => EndPoint.ToString() ?? Host;

    internal static DaemonAddress Of(StewardHome home, Transport transport) => transport switch
    {
        Transport.Tcp => Tcp(StateReading.Read(home).StateIfKnown ?? throw new NotRunningException()),
        Transport.Unix => Unix(SocketPath(home)),
    };

    internal static string SocketPath(StewardHome home)
    {
        if (StateReading.Read(home).StateIfKnown?.ApiSocket is { } elsewhere) return elsewhere;
        // A longer path does not fit into a socket address; the keeper then chose another and wrote it into the state file.
        return System.Text.Encoding.UTF8.GetByteCount(home.ApiSocket) <= LongestSocketPath ? home.ApiSocket : throw new NotRunningException();
    }
}

public enum Transport
{
    Unix,
    Tcp,
}
