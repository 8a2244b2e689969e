using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.ClaudeCode.Tests.Support;
using Steward.EndToEnd.Tests.Support;

namespace Steward.ClaudeCode.Tests.Sessions;

/// <summary>Two servers of tools of the owner's: one that works, and one that is not there.</summary>
public sealed class ClaudeWithServers : ClaudeUnderTest
{
    internal const string Secret = "the-secret-of-a-server-4711";

    protected override JsonObject MoreOfAgent => new()
    {
        ["strictMcp"] = true,
        ["mcpServers"] = new JsonObject
        {
            ["vault"] = new JsonObject
            {
                ["command"] = new JsonArray(Environment.ProcessPath!, McpToolServer.Verb),
                ["environment"] = new JsonObject { ["SERVER_TOKEN"] = Secret },
            },
            ["missing"] = new JsonObject { ["command"] = new JsonArray("/not/there/at/all") },
        },
    };
}

public sealed class McpServerTests(ClaudeWithServers steward) : IClassFixture<ClaudeWithServers>
{
    private HttpApi Api => steward.Api;

    [Fact]
    public async Task A_tool_of_the_owners_server_is_asked_about_and_used_and_its_secret_stands_in_no_argument()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, "[[tool:mcp__vault__ending:{}]]");
        var question = await Api.QuestionAsync(id);
        var arguments = await steward.ArgumentsAsync(id);
        await Api.PostAsync($"/v3/sessions/{id}/permissions/{question}", """{"decision":"allow"}""");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Contains("it ends with 4711", (await Api.EventsAsync(id)).Text("turn.message"), StringComparison.Ordinal);

        Assert.DoesNotContain(ClaudeWithServers.Secret, string.Join(' ', arguments), StringComparison.Ordinal);
        var file = arguments[Array.IndexOf(arguments, "--mcp-config") + 1];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.StartsWith(steward.Home.DaemonDirectory, file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_cannot_be_started_is_told_once_with_its_kind_and_a_fix_and_the_turn_goes_on()
    {
        var id = await Api.CreateAsync();
        for (var n = 0; n < 2; n++)
            Assert.Equal("turn.done", (await Api.EndAsync(id, await Api.SubmitAsync(id, "[[text:hello]]"))).Event);
        var told = Assert.Single(await Api.EventsAsync(id), static happened => happened.Event == "turn.progress" && happened.Payload.TryGetProperty("kind", out _)).Payload;
        Assert.Equal("mcp", told.Text("kind"));
        Assert.Contains("missing", told.Text("text"), StringComparison.Ordinal);
        Assert.Contains("mcpServers", told.Text("fix"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stewards_own_tools_are_there_though_no_other_servers_are_wanted()
    {
        var id = await Api.CreateAsync();
        var turn = await Api.SubmitAsync(id, $"[[tool:mcp__steward__report_status:{JsonSerializer.Serialize(new { text = "strict, and well" })}]]");
        Assert.Equal("turn.done", (await Api.EndAsync(id, turn)).Event);
        Assert.Equal("strict, and well", (await Api.SessionAsync(id)).Text("reported"));
        Assert.Contains("--strict-mcp-config", await steward.ArgumentsAsync(id));
    }
}
