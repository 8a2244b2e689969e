using Steward.EndToEnd.Tests.Agents;
using Steward.EndToEnd.Tests.Support;

namespace Steward.EndToEnd.Tests.Sandboxing;

/// <summary>An agent in a sandbox without a network that may use a tool of Steward's.</summary>
public sealed class ToolsInSandboxTests(StewardWithTools steward) : IClassFixture<StewardWithTools>
{
    private const string Call = "curl -s -m 20 -H \"Authorization: Bearer $STEWARD_SESSION_TOKEN\" --unix-socket \"$STEWARD_BRIDGE_SOCKET\"";

    private HttpApi Api => steward.Api;

    [Fact]
    public async Task It_uses_its_tool_by_a_program_of_its_own_and_the_message_arrives()
    {
        var answer = await RunAsync($"""
            printf '%s\n' '{Request(1, "initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""")}' \
              '{"""{"jsonrpc":"2.0","method":"notifications/initialized"}"""}' \
              '{Request(2, "tools/call", """{"name":"send_message","arguments":{"text":"out of the box"}}""")}' > asked
            (cat asked; sleep 5) | timeout 30 {StewardProgram.Path} mcp 2>&1
            """);
        Assert.Contains("Sent to owner", answer, StringComparison.Ordinal);
        Assert.Contains((await Api.GetAsync("/v3/messages")).Json.EnumerateArray(), static message => message.Text("text") == "out of the box" && message.Text("from") == "boxed");
    }

    [Fact]
    public async Task It_sees_of_Stewards_files_that_one_socket_and_nothing_else_opens_there()
    {
        var answer = await RunAsync($"""
            ls -A "$(dirname "$STEWARD_BRIDGE_SOCKET")"
            for path in bridge/tools sessions daemon messages; do {Call} -o /dev/null -w '%{"{http_code}"}\n' http://localhost/v3/$path; done
            curl -s -m 20 -o /dev/null -w '%{"{http_code}"}\n' --unix-socket "$STEWARD_BRIDGE_SOCKET" http://localhost/v3/bridge/tools
            rm -f "$STEWARD_BRIDGE_SOCKET" 2> /dev/null; test -e "$STEWARD_BRIDGE_SOCKET" && echo still there
            test -e {steward.Home.ApiSocket} || echo no door of the owner
            """);
        Assert.Equal(["bridge.sock", "200", "403", "403", "403", "401", "still there", "no door of the owner"], answer.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static string Request(int id, string method, string parameters) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""";

    /// <summary>Runs a script as the agent, in a folder of the test's.</summary>
    private async Task<string> RunAsync(string script)
    {
        var id = await Api.CreateAsync("""{"agent":"boxed"}""");
        await StewardUnderTest.WriteAsync(Path.Combine((await Api.SessionAsync(id)).Text("directory"), "boxed.sh"), script);
        await Api.EndAsync(id, await Api.SubmitAsync(id, "go"));
        return (await Api.EventsAsync(id)).Text("turn.message");
    }
}
