using System.Text.Json;
using System.Text.Json.Nodes;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>Writes lines as Claude Code 2.1.329 does, with the members that a turn's reader needs.</summary>
internal sealed class StandInVoice(string conversation, StandInSettings settings)
{
    private readonly Lock _gate = new();
    private readonly Stream _output = Console.OpenStandardOutput();

    public void Say(object line)
    {
        var json = JsonSerializer.SerializeToNode(line)!.AsObject();
        json["session_id"] = conversation;
        json["uuid"] = Guid.NewGuid().ToString();
        lock (_gate)
        {
            _output.Write(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(json));
            _output.Write("\n"u8);
            _output.Flush();
        }
    }

    public void State(string state) => Say(new { type = "system", subtype = "session_state_changed", state });

    public void Lifecycle(string message, string state) => Say(new { type = "command_lifecycle", command_uuid = message, state });

    public void Init() => Say(new { type = "system", subtype = "init", tools = new[] { "Bash" }, mcp_servers = settings.Servers.States, model = settings.Model, permissionMode = settings.PermissionMode });

    public void Mode() => Say(new { type = "system", subtype = "status", status = (string?)null, permissionMode = settings.PermissionMode });

    public void Streamed(object streamed) => Say(new { type = "stream_event", @event = streamed, parent_tool_use_id = (string?)null });

    public void Assistant(object block, string message, string? error = null) => Say(new
    {
        type = "assistant",
        message = new
        {
            role = "assistant",
            model = error is null ? settings.Model : "<synthetic>",
            content = new[] { block },
            usage = new { input_tokens = 100, cache_read_input_tokens = 20, cache_creation_input_tokens = 3, output_tokens = 1 },
        },
        parent_tool_use_id = (string?)null,
        error,
        timestamp = TimeProvider.System.GetUtcNow().ToString("O"),
        user_message_uuid = message,
    });

    public void OfHelper(string call, string role, object block) => Say(new
    {
        type = role,
        message = new { role, content = new[] { block } },
        parent_tool_use_id = call,
        timestamp = TimeProvider.System.GetUtcNow().ToString("O"),
    });

    public void Retry(int attempt, int most, int status, string error) =>
        Say(new { type = "system", subtype = "api_retry", attempt, max_retries = most, retry_delay_ms = 1, error_status = status, error });

    public void Window(string window, string status, double utilization, long resetsAt) => Say(new
    {
        type = "rate_limit_event",
        rate_limit_info = new
        {
            status,
            resetsAt,
            rateLimitType = window,
            unifiedWindows = new Dictionary<string, object> { [window] = new { utilization, resetsAt, status } },
        },
    });

    /// <summary>Something that is no line of its language.</summary>
    public void Raw(string line)
    {
        lock (_gate)
        {
            _output.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
            _output.Flush();
        }
    }

    public void ToolResult(string tool, string content, bool failed, object? structured = null) => Say(new
    {
        tool_use_result = structured,
        type = "user",
        message = new { role = "user", content = new[] { new { tool_use_id = tool, type = "tool_result", content, is_error = failed } } },
        parent_tool_use_id = (string?)null,
        timestamp = TimeProvider.System.GetUtcNow().ToString("O"),
    });

    /// <summary>Its type comes late on purpose: the real one's does.</summary>
    public void Result(IReadOnlyList<string> messages, string text, string reason, bool failed, int? status = null, string? kind = null) => Say(new
    {
        duration_api_ms = 1,
        usage = new { input_tokens = 100, cache_read_input_tokens = 20, cache_creation_input_tokens = 3, output_tokens = 7 },
        terminal_reason = reason,
        is_error = failed,
        subtype = reason.StartsWith("aborted", StringComparison.Ordinal) ? "error_during_execution" : "success",
        api_error_status = status,
        api_error = kind,
        result = text,
        type = "result",
        user_message_uuid = messages[0],
        user_message_uuids = messages,
        modelUsage = new Dictionary<string, object> { [settings.Model] = new { contextWindow = 200_000 } },
        model_usage_since_last_result = new Dictionary<string, object> { ["scripted"] = new { costUSD = 0.0005 } },
    });

    public void Background(int running) =>
        Say(new { type = "system", subtype = "background_tasks_changed", tasks = Enumerable.Range(1, running).Select(static number => new { task_id = $"b{number}", task_type = "local_bash" }) });

    public void OwnTurn(string text)
    {
        State("running");
        Init();
        Streamed(new { type = "message_start" });
        Streamed(new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text } });
        Say(new { type = "assistant", message = new { role = "assistant", content = new[] { new { type = "text", text } } }, parent_tool_use_id = (string?)null });
        Say(new
        {
            usage = new { input_tokens = 100, output_tokens = 7 },
            terminal_reason = "completed",
            is_error = false,
            subtype = "success",
            result = text,
            type = "result",
            origin = new { kind = "task-notification" },
        });
        State("idle");
    }
}
