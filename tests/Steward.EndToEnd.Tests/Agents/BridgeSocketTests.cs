using System.Diagnostics;
using System.Net.Sockets;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Agents;

/// <summary>The socket of the agents' tools where it cannot stand in its usual place, or where an old one still does.</summary>
public sealed class BridgeSocketTests
{
    [Fact]
    public async Task In_a_home_that_is_too_deep_for_a_socket_the_tools_are_reached_in_a_sandbox_too()
    {
        string[] sockets;
        await using (var steward = new Deep())
        {
            await steward.InitializeAsync();
            var helper = await steward.HelperAsync();
            sockets = [helper.Socket, steward.State.ApiSocket!];
            Assert.All(sockets, static path => Assert.InRange(path.Length, 1, 107));
            await using (var client = await McpTests.ConnectAsync(helper))
                Assert.StartsWith("Sent to owner", await McpTests.CallAsync(client, "send_message", ("text", "from the deep")), StringComparison.Ordinal);

            var boxed = await steward.Api.CreateAsync("""{"agent":"boxed"}""");
            await StewardUnderTest.WriteAsync(Path.Combine((await steward.Api.SessionAsync(boxed)).Text("directory"), "boxed.sh"), """
                curl -s -m 20 -H "Authorization: Bearer $STEWARD_SESSION_TOKEN" -o /dev/null -w '%{http_code}' --unix-socket "$STEWARD_BRIDGE_SOCKET" http://localhost/v3/bridge/tools
                """);
            await steward.Api.EndAsync(boxed, await steward.Api.SubmitAsync(boxed, "go"));
            Assert.Equal("200", (await steward.Api.EventsAsync(boxed)).Text("turn.message").Trim());

            var status = await steward.RunAsync("status", "--exit-code");
            Assert.True(status.ExitCode == 0, status.Out + status.Error);
        }
        Assert.All(sockets, static path => Assert.False(Directory.Exists(Path.GetDirectoryName(path)), path));
    }

    [Fact]
    public async Task One_that_a_killed_keeper_left_is_replaced_and_a_call_that_waited_for_it_is_answered()
    {
        await using var steward = new StewardWithTools();
        await steward.InitializeAsync();
        var helper = await steward.HelperAsync();
        await using var client = await McpTests.ConnectAsync(helper);
        foreach (var pid in new[] { steward.State.KeeperPid, steward.State.Pid })
            await KillAsync(pid);
        // A killed process holds its sockets until the last of its threads is gone.
        await Eventually.TrueAsync(() => IsRefused(helper.Socket), () => "Somebody listens at the old socket.");
        Assert.True(File.Exists(helper.Socket));

        var answer = McpTests.CallAsync(client, "send_message", ("text", "over the gap"));
        await steward.StartAsync();
        Assert.StartsWith("Sent to owner", await answer, StringComparison.Ordinal);
        Assert.Single((await steward.Api.GetAsync("/v3/messages")).Json.EnumerateArray(), static message => message.Text("text") == "over the gap");
    }

    private static bool IsRefused(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    private static async Task KillAsync(int pid)
    {
        using var kill = Process.Start("kill", ["-9", $"{pid}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Deep() : StewardWithTools($"{new string('a', 60)}/{new string('b', 60)}");
}
