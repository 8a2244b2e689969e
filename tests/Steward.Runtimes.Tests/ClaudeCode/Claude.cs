using System.Text;
using Steward.Domain.Agents;
using Steward.Domain.Turns;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Runtimes.Tests.ClaudeCode;

/// <summary>Lines of Claude Code 2.1.329, cut down to what is read of them.</summary>
internal static class Claude
{
    public const string Message = "0461c70b-241a-4893-b6e5-8393903c7cb9";
    public const string Conversation = "9b28c8e1-7c4f-475c-97c3-984152632f94";

    public static TurnId Turn { get; } = TurnId.From(Guid.Parse(Message));

    public static string Queued => Lifecycle("queued");

    public static string Started => Lifecycle("started");

    public static string Init { get; } =
        $$"""{"type":"system","subtype":"init","cwd":"/w","session_id":"{{Conversation}}","tools":["Bash"],"mcp_servers":[{"name":"up","status":"connected"},{"name":"down","status":"failed"}],"model":"claude-opus-5-5","user_message_uuids":["{{Turn.Uuid}}"]}""";

    public static string Start { get; } = """{"type":"stream_event","event":{"message":{"id":"msg_1","content":[]},"type":"message_start"},"parent_tool_use_id":null}""";

    public static string Lifecycle(string state, string message = Message) =>
        $$"""{"type":"command_lifecycle","command_uuid":"{{message}}","state":"{{state}}","session_id":"{{Conversation}}"}""";

    public static string Words(string text) =>
        $$$"""{"type":"stream_event","event":{"index":0,"delta":{"type":"text_delta","text":"{{{text}}}"},"type":"content_block_delta"},"parent_tool_use_id":null}""";

    public static string Text(string text) =>
        $$$"""{"type":"assistant","message":{"id":"msg_1","role":"assistant","content":[{"type":"text","text":"{{{text}}}"}]},"parent_tool_use_id":null}""";

    /// <summary>Its type stands late, as in the real one.</summary>
    public static string Done { get; } =
        $$$"""{"duration_api_ms":17,"usage":{"input_tokens":100,"cache_creation_input_tokens":2,"cache_read_input_tokens":30,"output_tokens":6},"terminal_reason":"completed","is_error":false,"subtype":"success","result":"one","type":"result","user_message_uuids":["{{{Message}}}"],"model_usage_since_last_result":{"a":{"costUSD":0.25},"b":{"costUSD":0.5} } }""";

    public static string Failed(string members) => $$"""{"is_error":true,"subtype":"success","type":"result","user_message_uuid":"{{Message}}",{{members}}}""";

    public static ClaudeInterpreter Open(ReadOnlyMemory<byte> memory = default, Func<Guid, Guid, PastReply?>? replyTo = null, string heard = "") =>
        new(memory, "/w", replyTo ?? (static (_, _) => null), () => heard);

    public static List<AgentReport> Read(params IEnumerable<string> lines) => Read(Open(), lines);

    public static List<AgentReport> Read(ClaudeInterpreter interpreter, IEnumerable<string> lines)
    {
        var reports = new List<AgentReport>();
        foreach (var line in lines)
            interpreter.Read(OutputStream.Output, Encoding.UTF8.GetBytes(line), truncated: false, reports);
        return reports;
    }

    public static AgentFinished End(IEnumerable<AgentReport> reports) => Assert.Single(reports.OfType<AgentFinished>());
}
