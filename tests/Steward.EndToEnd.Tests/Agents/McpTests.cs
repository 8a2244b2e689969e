using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Agents;

/// <summary><c>steward mcp</c>, as any agent that speaks the Model Context Protocol would start it.</summary>
public sealed class McpTests(StewardWithTools steward) : IClassFixture<StewardWithTools>
{
    private HttpApi Api => steward.Api;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lists_the_tools_of_its_session_and_a_message_arrives()
    {
        var helper = await steward.HelperAsync();
        await using var client = await ConnectAsync(helper);
        Assert.Equal(["ask_agent", "list_messages", "send_message"], (await client.ListToolsAsync(cancellationToken: Stop)).Select(static tool => tool.Name).Order());

        Assert.StartsWith("Sent to owner", await CallAsync(client, "send_message", ("text", "found it")), StringComparison.Ordinal);
        var message = Assert.Single((await Api.GetAsync("/v3/messages")).Json.EnumerateArray(), message => message.Text("sessionId") == helper.Session);
        Assert.Equal(("helper", "found it"), (message.Text("from"), message.Text("text")));
    }

    [Fact]
    public async Task What_one_agent_writes_another_reads()
    {
        var helper = await steward.HelperAsync();
        await using var client = await ConnectAsync(helper);
        await CallAsync(client, "send_message", ("to", "helper"), ("text", "a note to myself"));
        Assert.Contains("helper: a note to myself", await CallAsync(client, "list_messages"), StringComparison.Ordinal);
        Assert.DoesNotContain((await Api.GetAsync("/v3/messages")).Json.EnumerateArray(), static message => message.Text("text") == "a note to myself");
    }

    [Fact]
    public async Task A_call_outlives_the_daemon_that_it_was_made_to()
    {
        var helper = await steward.HelperAsync();
        await using var client = await ConnectAsync(helper);
        var answer = CallAsync(client, "ask_agent", ("agent", "demo"), ("question", "#script\nsleep 1500\nsay it is done"));
        await Eventually.TrueAsync(
            async () => (await Api.GetAsync("/v3/sessions")).Json.EnumerateArray().Any(static session => session.Text("agent") == "demo" && session.Text("status") == "running"),
            () => "The demo agent did not begin.");
        using (var daemon = System.Diagnostics.Process.GetProcessById(steward.State.Pid))
            daemon.Kill();
        Assert.Contains("it is done", await answer, StringComparison.Ordinal);
        steward.ReadState();
        Assert.Single((await Api.GetAsync("/v3/sessions")).Json.EnumerateArray(), static session => session.Text("agent") == "demo");
    }

    [Fact]
    public async Task Without_a_session_it_says_what_is_missing()
    {
        var ran = await steward.RunAsync("mcp");
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("STEWARD_SESSION_TOKEN", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_whose_path_no_socket_can_have_is_named()
    {
        var path = $"/tmp/{new string('x', 120)}/bridge.sock";
        var ran = await StewardProgram.RunAsync(
            StewardProgram.Path, ["mcp"], new Dictionary<string, string> { ["STEWARD_BRIDGE_SOCKET"] = path, ["STEWARD_SESSION_TOKEN"] = "t", ["STEWARD_HOME"] = "/nowhere" });
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains($"STEWARD_BRIDGE_SOCKET is longer than a socket's path can be: {path}", ran.Error, StringComparison.Ordinal);
        Assert.Contains("fix:", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_a_call_leaves_nothing_behind()
    {
        var helper = await steward.HelperAsync();
        for (var n = 0; n < 5; n++)
        {
            await using var client = await ConnectAsync(helper);
            _ = CallAsync(client, "list_messages");
        }
        Assert.Equal(200, RawHttp.Status(await helper.AskAsync("GET", "/v3/bridge/tools")));
    }

    internal static async Task<string> CallAsync(McpClient client, string tool, params (string Name, string Value)[] input)
    {
        var result = await client.CallToolAsync(tool, input.ToDictionary(static pair => pair.Name, static pair => (object?)pair.Value), cancellationToken: Stop);
        return string.Concat(result.Content.OfType<TextContentBlock>().Select(static block => block.Text));
    }

    internal static Task<McpClient> ConnectAsync(Reach helper) => McpClient.CreateAsync(
        new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = StewardProgram.Path,
            Arguments = ["mcp"],
            EnvironmentVariables = new Dictionary<string, string?>
            {
                ["STEWARD_BRIDGE_SOCKET"] = helper.Socket,
                ["STEWARD_SESSION_TOKEN"] = helper.Token,
                ["STEWARD_HOME"] = "/nowhere",
            },
        }), cancellationToken: Stop);
}
