using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Steward.Daemon.Api.Security;

namespace Steward.Daemon.Tests.Api.Security;

public sealed class SocketDiagnosisTests
{
    [Theory]
    [InlineData("127.0.0.1", AddressFamily.InterNetwork)]
    [InlineData("127.0.0.1", AddressFamily.InterNetworkV6)]
    [InlineData("::1", AddressFamily.InterNetworkV6)]
    public void Finds_the_socket_at_the_other_end_whatever_family_it_was_opened_for(string address, AddressFamily family)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        using var client = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6)
            client.DualMode = true;
        client.Connect(IPAddress.Parse(address), ((IPEndPoint)listener.LocalEndpoint).Port);
        using var accepted = listener.AcceptSocket();
        var (theirs, ours) = ((IPEndPoint)accepted.RemoteEndPoint!, (IPEndPoint)accepted.LocalEndPoint!);

        Assert.Equal(InodeOf(client), SocketDiagnosis.InodeOf(theirs, ours));
        Assert.Equal(InodeOf(accepted), SocketDiagnosis.InodeOf(ours, theirs));
        Assert.Equal(InodeOf(client).ToString(CultureInfo.InvariantCulture), TcpTable.PeerInode(new Peer { OverUnixSocket = false, Local = ours, Remote = theirs }));
    }

    [Fact]
    public void Finds_none_where_nobody_is() =>
        Assert.Equal(0u, SocketDiagnosis.InodeOf(new IPEndPoint(IPAddress.Loopback, 1), new IPEndPoint(IPAddress.Loopback, 2)));

    private static uint InodeOf(Socket socket) => uint.Parse(
        File.ResolveLinkTarget($"/proc/self/fd/{socket.Handle}", returnFinalTarget: false)!.Name["socket:[".Length..^1], CultureInfo.InvariantCulture);
}
