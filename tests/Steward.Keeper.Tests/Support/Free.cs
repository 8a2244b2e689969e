using System.Net;
using System.Net.Sockets;

namespace Steward.Keeper.Tests.Support;

internal static class Free
{
    public static int Port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
