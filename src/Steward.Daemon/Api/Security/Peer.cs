using System.Net;

namespace Steward.Daemon.Api.Security;

/// <summary>Who is at the other end of a connection, as far as the kernel says. Nothing that the peer itself says counts.</summary>
internal sealed class Peer
{
    public required bool OverUnixSocket { get; init; }

    /// <summary>It came in by the agents' own door, where only a session's token counts.</summary>
    public bool OverBridge { get; init; }

    /// <summary>Of the process that connected; known for the unix socket.</summary>
    public int? Pid { get; init; }

    /// <summary>Our end and the peer's end of a TCP connection.</summary>
    public IPEndPoint? Local { get; init; }

    public IPEndPoint? Remote { get; init; }

    /// <summary>Once a request of it was let in; until then the connection may only be short.</summary>
    public bool LetIn { get; set; }

    /// <summary>Whether it descends from an agent, looked up once.</summary>
    public bool? IsAgent { get; set; }
}
