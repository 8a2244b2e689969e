using System.Text;
using Steward.Domain.Agents;
using Steward.Domain.Processes;
using Steward.Domain.Turns;

namespace Steward.Runtimes.Tests.ClaudeCode;

public sealed class What_goes_wrong_with_claude
{
    private const string RejectedWindow =
        """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1795242095,"rateLimitType":"five_hour","overageStatus":"rejected"REASON}}""";

    private const string LimitReached = "\"api_error_status\":429,\"api_error\":\"usage_limit_reached\",\"terminal_reason\":\"api_error\",\"result\":\"You've hit your 5-hour limit\"";

    private static string Trouble(string error) =>
        $$"""{"type":"assistant","error":"{{error}}","is_api_error_message":true,"message":{"model":"<synthetic>","content":[{"type":"text","text":"what it says"}]},"parent_tool_use_id":null}""";

    private static string Result(int? status, string text, string reason = "api_error") =>
        Claude.Failed($"\"api_error_status\":{status?.ToString() ?? "null"},\"terminal_reason\":\"{reason}\",\"result\":\"{text}\"");

    [Theory]
    [InlineData("authentication_failed", 401, "Invalid API key · Fix external API key", FailureKind.Auth, false)]
    [InlineData("authentication_failed", null, "Not logged in · Please run /login", FailureKind.Auth, false)]
    [InlineData("authentication_failed", 403, "Failed to authenticate. API Error: 403", FailureKind.Auth, false)]
    [InlineData("oauth_org_not_allowed", null, "x", FailureKind.Auth, false)]
    [InlineData("billing_error", 400, "x", FailureKind.Billing, false)]
    [InlineData("billing_error", 400, "Credit balance is too low", FailureKind.OutOfCredits, false, "The agent is out of Anthropic credits: ")]
    [InlineData("rate_limit", 429, "API Error: Request rejected (429)", FailureKind.RateLimit, true)]
    [InlineData("rate_limit", 429, "API Error: Request rejected (429) · You're out of extra usage.", FailureKind.OverageDisabled, true, "Claude Max-plan overage is unavailable (disabled or depleted at the org level): ")]
    [InlineData("server_error", 529, "API Error: 529 Overloaded", FailureKind.Overloaded, true)]
    [InlineData("server_error", 500, "API Error: 500", FailureKind.Service, true)]
    [InlineData("model_not_found", 404, "x", FailureKind.InvalidRequest, false)]
    [InlineData("invalid_request", 400, "x", FailureKind.InvalidRequest, false)]
    [InlineData("unknown", null, "Request timed out. Check your network.", FailureKind.Timeout, true)]
    [InlineData("unknown", null, "API Error: API returned an empty or malformed response (HTTP 200)", FailureKind.Service, true)]
    [InlineData("unknown", null, "Something new happened", FailureKind.Unknown, true)]
    public void Has_its_kind(string error, int? status, string text, FailureKind kind, bool retryable, string sentence = "")
    {
        var reports = Claude.Read(Claude.Started, Trouble(error), Result(status, text));
        var failure = Claude.End(reports).Failure!;
        Assert.Equal((kind, retryable, sentence + text), (failure.Kind, failure.Retryable, failure.Message));
        // What it says in the place of an answer is no answer.
        Assert.Equal("", RunningAgent.TextOf(reports));
    }

    [Theory]
    [InlineData("", FailureKind.UsageCap)]
    [InlineData(",\"overageDisabledReason\":\"out_of_credits\"", FailureKind.OutOfCredits)]
    [InlineData(",\"overageDisabledReason\":\"org_level_disabled\"", FailureKind.OverageDisabled)]
    public void In_a_window_that_is_used_up_says_when_it_opens(string reason, FailureKind kind)
    {
        var reports = Claude.Read(
            Claude.Started, RejectedWindow.Replace("REASON", reason, StringComparison.Ordinal), Trouble("rate_limit"), Claude.Failed(LimitReached));
        var failure = Claude.End(reports).Failure!;
        Assert.Equal(kind, failure.Kind);
        Assert.Contains("2026-11-21 06:21 UTC", failure.Fix, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 6, 21, 35, TimeSpan.Zero), failure.ResetsAt);
    }

    [Theory]
    [InlineData("prompt_too_long", FailureKind.ContextTooLarge)]
    [InlineData("max_turns", FailureKind.Agent)]
    [InlineData("image_error", FailureKind.InvalidRequest)]
    public void May_be_the_turn_itself(string reason, FailureKind kind) =>
        Assert.Equal(kind, Claude.End(Claude.Read(Claude.Started, Result(null, "x", reason))).Failure?.Kind);

    [Fact]
    public void May_be_a_conversation_that_is_gone() => Assert.Equal(
        "conversation-missing",
        Claude.End(Claude.Read("""{"type":"result","subtype":"error_during_execution","is_error":true,"num_turns":0,"errors":["No conversation found with session ID: 1"]}""")).Failure?.Code);

    [Theory]
    [InlineData("mcp-configuration", FailureKind.Mcp, "Error: Invalid MCP configuration:", "MCP config file not found: /w/servers.json")]
    [InlineData("mcp-configuration", FailureKind.Mcp, "Error: Invalid MCP configuration:", "mcpServers.a: Does not adhere to MCP server configuration schema", "see the manual")]
    [InlineData("version-mismatch", FailureKind.Spawn, "error: unknown option '--permission-prompt-tool'")]
    [InlineData("not-logged-in", FailureKind.Auth, "Not logged in · Please run /login")]
    [InlineData("start-failed", FailureKind.Spawn, "something", "else")]
    public void At_the_start_is_said_on_its_error_stream_in_one_line_or_several(string code, FailureKind kind, params string[] lines)
    {
        var (before, reports) = (Claude.Open(), new List<AgentReport>());
        foreach (var line in lines)
            before.Read(OutputStream.Error, Encoding.UTF8.GetBytes(line), truncated: false, reports);
        // Another daemon may come to read its end.
        Claude.Open(before.Memory).ReadEnd(new ProcessExit(1, null), reports);
        var failure = Claude.End(reports).Failure!;
        Assert.Equal((code, kind), (failure.Code, failure.Kind));
        Assert.All(lines, line => Assert.Contains(line, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void In_one_turn_does_not_stain_the_next()
    {
        var reports = Claude.Read(
            Claude.Started, Trouble("billing_error"), Result(400, "x"), Claude.Lifecycle("cancelled"),
            Claude.Lifecycle("started", Claude.Conversation),
            Claude.Failed("\"terminal_reason\":\"model_error\",\"result\":\"y\"").Replace(Claude.Message, Claude.Conversation, StringComparison.Ordinal));
        Assert.Equal([FailureKind.Billing, FailureKind.Unknown], reports.OfType<AgentFinished>().Select(static end => end.Failure!.Kind));
    }
}
