using System.Net;
using System.Net.Sockets;

namespace Steward.Keeper.Tests.Support;

/// <summary>Ports that nobody is given who does not ask for them by number: whoever gives one up for a moment finds it free again.</summary>
internal static class FreePort
{
    // Connections and listeners that leave the choice to the system get theirs above.
    private const int First = 20_000, Count = 12_000;

    private static int _next = Random.Shared.Next(Count);

    /// <summary>Never the same twice in one process; several processes begin in different places.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
