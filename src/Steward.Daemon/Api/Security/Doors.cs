using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Steward.Daemon.Configuration;
using Steward.Daemon.Files;

namespace Steward.Daemon.Api.Security;

/// <summary>
/// The ways in, before any byte of HTTP is read. On the TCP port the number of connections is bounded, and one that does not show a token
/// soon is dropped: idle sockets must not use up descriptors. The unix socket is the owner's second door, and stays open through all that; agents
/// have one of their own for their tools.
/// </summary>
internal sealed class Doors(Func<Settings> settings, TimeProvider time)
{
    private int _open;

    public ConnectionDelegate Tcp(ConnectionDelegate next) => async connection =>
    {
        var limits = settings().Limits;
        if (Interlocked.Increment(ref _open) > limits.Connections)
        {
            Interlocked.Decrement(ref _open);
            connection.Abort();
            return;
        }
        var peer = new Peer
        {
            OverUnixSocket = false,
            Local = connection.LocalEndPoint as IPEndPoint,
            Remote = connection.RemoteEndPoint as IPEndPoint,
        };
        connection.Features.Set(peer);
        await using var patience = time.CreateTimer(
            _ => DropStranger(connection, peer), null, limits.UnauthenticatedIdle, Timeout.InfiniteTimeSpan);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };

    public static ConnectionDelegate Unix(ConnectionDelegate next) => OfOwnUser(next, bridge: false);

    /// <summary>The door of the agents' tools: whoever comes in here is an agent, and has to show which.</summary>
    public static ConnectionDelegate Bridge(ConnectionDelegate next) => OfOwnUser(next, bridge: true);

    private static ConnectionDelegate OfOwnUser(ConnectionDelegate next, bool bridge) => connection =>
    {
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        var credentials = socket is null ? null : PeerCredentials.Of(socket);
        if (credentials is not { } known || known.Uid != Posix.UserId())
        {
            connection.Abort();
            return Task.CompletedTask;
        }
        connection.Features.Set(new Peer { OverUnixSocket = true, OverBridge = bridge, Pid = known.Pid });
        return next(connection);
    };

    private static void DropStranger(ConnectionContext connection, Peer peer)
    {
        if (!peer.LetIn)
            connection.Abort(new ConnectionAbortedException("No token was shown in time."));
    }
}
