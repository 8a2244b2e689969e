using System.Globalization;
using System.Text.Json;
using Steward.Domain.Agents;
using Steward.Domain.Turns;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>What Claude Code says about itself: that it is up, that it tries again, that it made room.</summary>
internal static class ClaudeSystem
{
    private const int LongestReason = 200;
    private const int LongestMode = 32;
    private const string Bypass = "bypassPermissions";
    private const string OlderManual = "default";
    private const string Manual = "manual";

    public static ClaudeMemory Read(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        switch (Json.Text(said, "subtype"))
        {
            case "init": return Init(said, memory, reports);
            case "api_retry": reports.Add(Retry(said)); return memory;
            case "permission_denied":
                reports.Add(new AgentNote($"Claude Code denied {Json.Text(said, "tool_name") ?? "a tool"} by its own rules."));
                return memory;
            case "compact_boundary": reports.Add(new AgentNote("Claude Code shortened the conversation to make room.")); return memory;
            case "elicitation_complete":
                reports.Add(new AgentNote($"The MCP server {PrintableText.Short(Json.Text(said, "mcp_server_name") ?? "", LongestReason)} says that what was opened is done."));
                return memory;
            case "background_tasks_changed": reports.Add(new AgentBackground(Json.Items(said, "tasks").Count())); return memory;
            case "status": return Mode(said, memory, reports);
            // Its state follows from everything else that it says.
            case "session_state_changed" or "session_title_changed": return memory;
            default: return ClaudeInterpreter.Raw(said, memory, reports);
        }
    }

    public static string ResetWords(long? resetsAt) =>
        ResetOf(resetsAt) is { } at ? string.Create(CultureInfo.InvariantCulture, $"; it resets at {at:yyyy-MM-dd HH:mm} UTC") : "";

    public static DateTimeOffset? ResetOf(long? resetsAt) =>
        resetsAt is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(resetsAt.Value) : null;

    /// <summary>It comes at the start of every turn, and not once.</summary>
    private static ClaudeMemory Init(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (Json.Uuid(said, "session_id") is { } conversation && conversation != memory.Conversation)
        {
            reports.Add(new AgentReady(conversation.ToString()));
            memory = memory with { Conversation = conversation };
        }
        var failed = string.Join(", ", Json.Items(said, "mcp_servers").Where(static server => Json.Text(server, "status") == "failed")
            .Select(static server => Json.Text(server, "name") ?? "unknown").Take(20));
        if (failed.Length > 0 && failed != memory.FailedServers)
            reports.Add(new AgentNote($"These MCP servers could not be reached: {failed}.")
            {
                Kind = FailureKind.Mcp,
                Fix = "Check the program or the address of each: under mcpServers of the agent in config.json, or in Claude Code's own settings.",
            });
        memory = Mode(said, memory, reports);
        memory = memory with { FailedServers = failed.Length > 0 ? failed : null };
        var isAsked = Json.Uuid(said, "user_message_uuid") is not null || Json.Texts(said, "user_message_uuids").Any();
        return isAsked ? memory : ClaudeTurns.BeginOwn(said, memory, reports);
    }

    /// <summary>
    /// With an approved plan it goes over to another mode by itself. That it asks about nothing is not taken from it: only its owner's
    /// configuration can say so.
    /// </summary>
    private static ClaudeMemory Mode(JsonElement said, ClaudeMemory memory, ICollection<AgentReport> reports)
    {
        if (Json.Text(said, "permissionMode") is not { Length: > 0 and <= LongestMode } mode || mode == memory.PermissionMode)
            return memory;
        if (memory.PermissionMode is not null && mode != Bypass && mode.All(char.IsAsciiLetter))
            reports.Add(new AgentChangedMode(mode == OlderManual ? Manual : mode));
        return memory with { PermissionMode = mode };
    }

    private static AgentRetries Retry(JsonElement said)
    {
        var why = (Json.Text(said, "error"), Json.Number(said, "error_status")) switch
        {
            (null or "unknown", null) => "the service could not be reached",
            (null or "unknown", { } status) => $"HTTP {status}",
            ({ } error, null) => error.Replace('_', ' '),
            ({ } error, { } status) => $"{error.Replace('_', ' ')}, HTTP {status}",
        };
        return new AgentRetries(Count(said, "attempt"), Count(said, "max_retries"), Math.Max(0, Json.Number(said, "retry_delay_ms") ?? 0), PrintableText.Short(why, LongestReason));
    }

    private static int Count(JsonElement said, string name) => (int)Math.Clamp(Json.Number(said, name) ?? 0, 0, int.MaxValue);
}
