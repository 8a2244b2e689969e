using System.Text.Json;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Agents;

/// <summary>Agents that ask one another: never in a circle, and only so deep.</summary>
public sealed class AskingTests(AskingTests.StewardWithAChain steward) : IClassFixture<AskingTests.StewardWithAChain>
{
    private const int Deepest = 4;
    private const int Connections = 1000;

    /// <summary>Six programs that tell how they reach the tools, so that the test can ask in their place.</summary>
    public sealed class StewardWithAChain : StewardUnderTest
    {
        protected override string MoreAgents => string.Concat(Enumerable.Range(0, Deepest + 2).Select(static n => $$"""
            ,
            "a{{n}}": {
              "runtime": "exec",
              "command": ["/bin/sh", "-c", "printf '%s\\n%s\\n' \"$STEWARD_BRIDGE_SOCKET\" \"$STEWARD_SESSION_TOKEN\" > reach.part; mv reach.part reach; cat"],
              "tools": ["ask_agent", "list_agents"]
            }
            """));
    }

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task They_ask_four_deep_and_no_deeper_and_never_one_that_waits_for_them()
    {
        var id = await Api.CreateAsync("""{"agent":"a0"}""");
        await Api.EndAsync(id, await Api.SubmitAsync(id, "hello"));
        for (var n = 0; n < Deepest; n++)
            Assert.Contains($"question {n}", await AskAsync(n, $"a{n + 1}", $"question {n}"), StringComparison.Ordinal);

        Assert.Contains("at most 4 deep (a0 asked a1 asked a2 asked a3 asked a4)", await AskAsync(Deepest, $"a{Deepest + 1}", "too deep"), StringComparison.Ordinal);
        Assert.Contains("cannot be asked in a circle", await AskAsync(2, "a0", "round"), StringComparison.Ordinal);
        var sessions = (await Api.GetAsync("/v3/sessions")).Json.EnumerateArray().Select(static session => session.Text("agent")).Order().ToList();
        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], sessions);
    }

    [Fact]
    public async Task A_thousand_that_come_and_go_in_the_middle_of_a_word_leave_nothing_open_at_the_door_of_the_tools()
    {
        string Descriptors() => $"/proc/{steward.State.Pid}/fd";
        var before = Directory.GetFileSystemEntries(Descriptors()).Length;
        for (var n = 0; n < Connections; n++)
        {
            using var socket = new System.Net.Sockets.Socket(
                System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(steward.Home.BridgeSocket), TestContext.Current.CancellationToken);
            await socket.SendAsync("POST /v3/bridge/tools/ask_agent HT"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        await Eventually.TrueAsync(() => Directory.GetFileSystemEntries(Descriptors()).Length <= before + 20, () => "The daemon keeps connections that are gone.");
        var huge = await RawHttp.AskUnixAsync(steward.Home.BridgeSocket, "POST", "/v3/bridge/tools/ask_agent", "sts_x", new string('x', 2 << 20));
        Assert.InRange(RawHttp.Status(huge), 400, 413);
    }

    private async Task<string> AskAsync(int asking, string asked, string question)
    {
        var reach = await File.ReadAllLinesAsync(Path.Combine(steward.Home.AgentHome($"a{asking}"), "workspace", "reach"), TestContext.Current.CancellationToken);
        return await RawHttp.AskUnixAsync(reach[0], "POST", "/v3/bridge/tools/ask_agent", reach[1], JsonSerializer.Serialize(new { agent = asked, question }));
    }
}
