using System.Text.Json;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>A server of the Model Context Protocol whose one tool asks its user for what it is called with, and answers with what came of that.</summary>
internal static class FormServer
{
    public const string Flag = "--form-server";

    private static int _forms = 99;

    public static async Task<int> RunAsync()
    {
        JsonElement asked = default;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var message = JsonDocument.Parse(line).RootElement;
            var hasId = message.TryGetProperty("id", out var id);
            if (!message.TryGetProperty("method", out var method))
                Say(new { jsonrpc = "2.0", id = asked, result = new { content = new[] { new { type = "text", text = Outcome(message) } } } });
            else if (method.GetString() == "initialize")
                Say(new { jsonrpc = "2.0", id, result = new { protocolVersion = message.GetProperty("params").GetProperty("protocolVersion"), capabilities = new { tools = new { } }, serverInfo = new { name = "asker", version = "1" } } });
            else if (method.GetString() == "tools/list")
                Say(new { jsonrpc = "2.0", id, result = new { tools = new[] { new { name = "ask", description = "Asks.", inputSchema = new { type = "object" } } } } });
            else if (method.GetString() == "tools/call")
            {
                asked = id.Clone();
                Ask(message.GetProperty("params").GetProperty("arguments"));
            }
            else if (hasId)
                Say(new { jsonrpc = "2.0", id, error = new { code = -32601, message = "not known" } });
        }
        return 0;
    }

    /// <summary>What Claude Code makes of it for whoever runs it.</summary>
    public static object AskedOf(JsonElement form)
    {
        var isLink = form.TryGetProperty("url", out var url);
        return new
        {
            subtype = "elicitation",
            mcp_server_name = "asker",
            message = form.GetProperty("message").GetString(),
            mode = isLink ? "url" : "form",
            url = isLink ? url.GetString() : null,
            requested_schema = isLink ? (JsonElement?)null : form.GetProperty("requestedSchema"),
        };
    }

    private static void Ask(JsonElement form) => Say(new { jsonrpc = "2.0", id = _forms++, method = "elicitation/create", @params = form });

    private static string Outcome(JsonElement answer) => answer.TryGetProperty("result", out var result) ? Outcome(result, "the form") : answer.GetRawText();

    public static string Outcome(JsonElement result, string what) =>
        $"{what}: {result.GetProperty("action").GetString()}{(result.TryGetProperty("content", out var content) ? " " + content.GetRawText() : "")}";

    private static void Say(object message)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(message));
        Console.Out.Flush();
    }
}
