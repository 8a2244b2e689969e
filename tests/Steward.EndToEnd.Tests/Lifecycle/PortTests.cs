using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Lifecycle;

public sealed class PortTests(StewardUnderTest steward) : IClassFixture<StewardUnderTest>
{
    [Fact]
    public async Task A_taken_port_is_named_with_its_owner_and_a_way_out_that_works()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var port = taken.ToString(CultureInfo.InvariantCulture);
        await steward.StopAsync();

        var refused = await steward.RunAsync("start", "--port", port);
        Assert.Equal(78, refused.ExitCode);
        Assert.Contains($"port already in use: {taken} (pid {Environment.ProcessId}, ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--port-fallback", refused.Error, StringComparison.Ordinal);

        var started = await steward.RunAsync("start", "--port", port, "--port-fallback");
        Assert.True(started.ExitCode == 0, started.Out + started.Error);
        steward.ReadState();
        Assert.InRange(steward.State.Port, taken + 1, ushort.MaxValue);
        Assert.Contains($"Port {taken} is in use: the daemon listens on {steward.State.Port}", started.Out, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await steward.Api.GetAsync("/v3/sessions")).Status);
    }
}
