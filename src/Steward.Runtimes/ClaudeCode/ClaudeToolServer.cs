using System.Collections.Immutable;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Events;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// Steward as a server of tools inside Claude Code's own pipes: it wraps the Model Context Protocol into its control requests, so that no
/// other process and no port is needed. Only what a server of tools must answer is spoken here.
/// </summary>
internal static class ClaudeToolServer
{
    public const string Name = "steward";

    private const string ProtocolVersion = "2025-11-25";
    private const int MethodNotFound = -32601;

    /// <summary>Tells it what this program takes, and of the server where there are tools; it asks for them itself then.</summary>
    public static ReadOnlyMemory<byte> Opening(ImmutableArray<AgentTool> tools) => ClaudeWriting.Line(json =>
    {
        json.WriteString("type", "control_request");
        json.WriteString("request_id", "opening");
        json.WriteStartObject("request");
        json.WriteString("subtype", "initialize");
        // What its helpers say is kept from whoever does not ask for it.
        json.WriteBoolean("forwardSubagentText", true);
        if (!tools.IsEmpty)
        {
            json.WriteStartArray("sdkMcpServers");
            json.WriteStringValue(Name);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }).Bytes;

    public static AgentCalled? CallOf(JsonElement said)
    {
        var request = Json.Object(said, "request");
        if (Json.Text(request, "subtype") != "mcp_message" || Json.Text(said, "request_id") is not { } id
            || Json.Object(request, "message") is not { } message)
            return null;
        if (Json.Text(message, "method") != "tools/call")
            return new AgentCalled(id, new RawJson(message.GetRawText()), Tool: null, RawJson.EmptyObject);
        var call = Json.Object(message, "params");
        var input = Json.Object(call, "arguments") is { } arguments ? new RawJson(arguments.GetRawText()) : RawJson.EmptyObject;
        return new AgentCalled(id, Bare(message), Json.Text(call, "name") ?? "", input);
    }

    public static AgentInput Reply(string requestId, RawJson request, CallOutcome? outcome, ImmutableArray<AgentTool> tools) => ClaudeWriting.Line(json =>
    {
        json.WriteString("type", "control_response");
        json.WriteStartObject("response");
        json.WriteString("subtype", "success");
        json.WriteString("request_id", requestId);
        json.WriteStartObject("response");
        json.WriteStartObject("mcp_response");
        json.WriteString("jsonrpc", "2.0");
        using (var message = JsonDocument.Parse(request.Text))
            WriteAnswer(json, message.RootElement, outcome, tools);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    // What was asked is kept beside it; the answer needs the number alone.
    private static RawJson Bare(JsonElement message) =>
        new($$"""{"id":{{(message.TryGetProperty("id", out var id) ? id.GetRawText() : "0")}},"method":"tools/call"}""");

    private static void WriteAnswer(Utf8JsonWriter json, JsonElement message, CallOutcome? outcome, ImmutableArray<AgentTool> tools)
    {
        json.WritePropertyName("id");
        // A notification has no number, and Claude Code waits for an answer to it all the same.
        json.WriteRawValue(message.TryGetProperty("id", out var id) ? id.GetRawText() : "0", skipInputValidation: true);
        switch (Json.Text(message, "method"))
        {
            case "tools/call" when outcome is not null: WriteOutcome(json, outcome); break;
            case "tools/list": WriteTools(json, tools); break;
            case "initialize": WriteServer(json, Json.Text(Json.Object(message, "params"), "protocolVersion") ?? ProtocolVersion); break;
            case "ping": WriteNothing(json); break;
            case { } method when method.StartsWith("notifications/", StringComparison.Ordinal): WriteNothing(json); break;
            default: WriteRefusal(json); break;
        }
    }

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartObject("result");
        json.WriteEndObject();
    }

    private static void WriteServer(Utf8JsonWriter json, string protocolVersion)
    {
        json.WriteStartObject("result");
        json.WriteString("protocolVersion", protocolVersion);
        json.WriteStartObject("capabilities");
        json.WriteStartObject("tools");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("serverInfo");
        json.WriteString("name", Name);
        json.WriteString("version", "1");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, ImmutableArray<AgentTool> tools)
    {
        json.WriteStartObject("result");
        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("name", tool.Name);
            json.WriteString("description", tool.Description);
            json.WritePropertyName("inputSchema");
            json.WriteRawValue(tool.InputSchema);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter json, CallOutcome outcome)
    {
        json.WriteStartObject("result");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", outcome.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("isError", !outcome.Ok);
        json.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter json)
    {
        json.WriteStartObject("error");
        json.WriteNumber("code", MethodNotFound);
        json.WriteString("message", "Steward is a server of tools, and of nothing else.");
        json.WriteEndObject();
    }
}
