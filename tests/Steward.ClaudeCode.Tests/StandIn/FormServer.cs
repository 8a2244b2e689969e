using System.Text.Json;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>A server of the Model Context Protocol whose one tool asks its user to fill in a form, and answers with what came of that.</summary>
internal static class FormServer
{
    public const string Flag = "--form-server";

    private const int FormId = 99;

    public static async Task<int> RunAsync()
    {
        JsonElement asked = default;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var message = JsonDocument.Parse(line).RootElement;
            var hasId = message.TryGetProperty("id", out var id);
            if (!message.TryGetProperty("method", out var method))
                Say(new { jsonrpc = "2.0", id = asked, result = new { content = new[] { new { type = "text", text = $"the form: {Outcome(message)}" } } } });
            else if (method.GetString() == "initialize")
                Say(new { jsonrpc = "2.0", id, result = new { protocolVersion = message.GetProperty("params").GetProperty("protocolVersion"), capabilities = new { tools = new { } }, serverInfo = new { name = "asker", version = "1" } } });
            else if (method.GetString() == "tools/list")
                Say(new { jsonrpc = "2.0", id, result = new { tools = new[] { new { name = "ask", description = "Asks.", inputSchema = new { type = "object" } } } } });
            else if (method.GetString() == "tools/call")
                Ask(asked = id);
            else if (hasId)
                Say(new { jsonrpc = "2.0", id, error = new { code = -32601, message = "not known" } });
        }
        return 0;
    }

    private static void Ask(JsonElement call) => Say(new
    {
        jsonrpc = "2.0",
        id = FormId,
        method = "elicitation/create",
        @params = new
        {
            message = $"Your name? (for call {call})",
            requestedSchema = new { type = "object", properties = new { name = new { type = "string" } }, required = new[] { "name" } },
        },
    });

    private static string Outcome(JsonElement answer) =>
        answer.TryGetProperty("result", out var result) ? result.GetProperty("action").GetString()! : answer.GetRawText();

    private static void Say(object message)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(message));
        Console.Out.Flush();
    }
}
