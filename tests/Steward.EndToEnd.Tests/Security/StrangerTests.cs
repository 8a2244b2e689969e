using System.Net;
using System.Net.Sockets;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Security;

public sealed class StrangerTests
{
    private const int Flood = 2000;
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;

    [Fact]
    public async Task Another_user_gets_nothing_from_the_unix_socket_even_when_it_can_be_reached()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can become another user.");
        await using var steward = new StewardUnderTest();
        await steward.InitializeAsync();
        Assert.Equal("", (await AskAsNobodyAsync(steward)).Out);
        // The folders are open for a moment, as a careless owner might leave them: the kernel's word about the peer is a wall of its own.
        foreach (var place in (string[])[steward.Home.Root, steward.Home.DaemonDirectory, steward.Home.ApiSocket])
            File.SetUnixFileMode(place, Everybody);
        for (var n = 0; n < 20; n++)
            Assert.Equal("", (await AskAsNobodyAsync(steward)).Out);
        Assert.Equal(200, RawHttp.Status(await RawHttp.AskUnixAsync(steward.Home.ApiSocket, "GET /v3/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")));
        var tcp = await StewardProgram.RunAsync("/usr/bin/env", ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", $"http://127.0.0.1:{steward.State.Port}/v3/sessions"]);
        Assert.Equal("401", tcp.Out);
    }

    [Fact]
    public async Task A_flood_of_idle_connections_neither_ends_the_daemon_nor_locks_its_owner_out()
    {
        await using var steward = new FewDescriptors();
        var started = await steward.StartWithFewAsync();
        Assert.True(started.ExitCode == 0, started.Error);
        steward.ReadState();
        Assert.Contains("Max open files            1024", Processes.Read(steward.State.Pid, "limits"), StringComparison.Ordinal);
        var pid = steward.State.Pid;
        var idle = new List<Socket>();
        try
        {
            for (var n = 0; n < Flood; n++)
            {
                if (await ConnectAsync(steward.State.Port) is { } socket)
                    idle.Add(socket);
                if (n % 200 == 0)
                    Assert.Equal(200, await OwnerAsync(steward));
            }
            Assert.Equal(200, await OwnerAsync(steward));
            foreach (var socket in idle)
                Assert.Equal("", await RawHttp.ToTheEndAsync(socket));
        }
        finally
        {
            idle.ForEach(static socket => socket.Dispose());
        }
        Assert.Equal(HttpStatusCode.OK, (await steward.Api.GetAsync("/v3/sessions")).Status);
        steward.ReadState();
        Assert.Equal(pid, steward.State.Pid);
    }

    /// <summary>Null when it was closed at once: there are more than the daemon takes.</summary>
    private static async Task<Socket?> ConnectAsync(int port)
    {
        try
        {
            return await RawHttp.ConnectAsync(port);
        }
        catch (SocketException closed) when (closed.SocketErrorCode == SocketError.ConnectionReset)
        {
            return null;
        }
    }

    private static async Task<int> OwnerAsync(StewardUnderTest steward) =>
        RawHttp.Status(await RawHttp.AskUnixAsync(steward.Home.ApiSocket, "GET /v3/sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));

    private static Task<Ran> AskAsNobodyAsync(StewardUnderTest steward) => StewardProgram.RunAsync("/usr/bin/env",
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-s", "-m", "10", "--unix-socket", steward.Home.ApiSocket, "http://localhost/health"]);

    private sealed class FewDescriptors : StewardUnderTest
    {
        public Task<Ran> StartWithFewAsync() => RunProgramAsync("/usr/bin/env", ["prlimit", "--nofile=1024:1024", StewardProgram.Path, "start"]);
    }
}
