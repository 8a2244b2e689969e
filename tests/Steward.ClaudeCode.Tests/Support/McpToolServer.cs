using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.ClaudeCode.Tests.Support;

/// <summary>A server of one tool, on standard input and output: it says how the secret ends that it was started with.</summary>
internal static class McpToolServer
{
    public const string Verb = "mcp-tool-server";

    public static async Task<int> RunAsync()
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var asked = JsonNode.Parse(line)!;
            if (asked["id"] is not { } id)
                continue;
            var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone() };
            if (ResultOf(asked) is { } result)
                answer["result"] = JsonSerializer.SerializeToNode(result);
            else
                answer["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Method not found" };
            await Console.Out.WriteLineAsync(answer.ToJsonString());
            await Console.Out.FlushAsync();
        }
        return 0;
    }

    private static object? ResultOf(JsonNode asked) => asked["method"]!.GetValue<string>() switch
    {
        "initialize" => new
        {
            protocolVersion = asked["params"]!["protocolVersion"]!.GetValue<string>(),
            capabilities = new { tools = new { } },
            serverInfo = new { name = "secrets", version = "1" },
        },
        "tools/list" => new { tools = new[] { new { name = "ending", description = "Says how the secret ends.", inputSchema = new { type = "object" } } } },
        "tools/call" => new { content = new[] { new { type = "text", text = $"it ends with {Environment.GetEnvironmentVariable("SERVER_TOKEN")?.Split('-')[^1]}" } } },
        _ => null,
    };
}
