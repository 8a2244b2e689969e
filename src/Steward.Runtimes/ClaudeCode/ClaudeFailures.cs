using System.Text.Json;
using Steward.Domain.Accounts;
using Steward.Domain.Turns;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>Names what went wrong, by what Claude Code says of it in words made for programs where it does, and by its sentence where it does not.</summary>
internal static class ClaudeFailures
{
    private const int LongestMessage = 2000;
    private const string LogIn =
        "steward auth diagnose says why; steward auth setup-token logs in anew (or run `claude` and /login, or give the agent a valid key in config.json).";

    public static TurnFailure Interrupted { get; } = new("interrupted", FailureKind.Interrupted, "The turn was stopped before it was done.", Retryable: true);

    public static TurnFailure Withdrawn { get; } = new("withdrawn", FailureKind.Interrupted, "It was taken back before it was read.", Retryable: true);

    public static TurnFailure Of(JsonElement result, ClaudeMemory memory)
    {
        var message = MessageOf(result);
        var reason = Json.Text(result, "terminal_reason");
        return OfReason(reason, message)
            ?? OfLimit(memory.Window, Json.Text(result, "api_error") == "usage_limit_reached", message)
            ?? OfKind(memory.Error, message, Json.Number(result, "api_error_status"))
            ?? OfWords(message)
            ?? new TurnFailure((reason ?? Json.Text(result, "subtype") ?? "failed").Replace('_', '-'), FailureKind.Unknown, message, Retryable: true);
    }

    public static TurnFailure NotFound(LaunchContext context) => new(
        "not-found", FailureKind.Spawn, $"{context.Options.Program ?? ClaudeArguments.DefaultProgram}: command not found. Searched: {context.Environment.GetValueOrDefault("PATH") ?? "(no PATH)"}",
        Retryable: false, "Install Claude Code (https://claude.ai/code), or name its program under \"program\" in the agent's settings.");

    public static TurnFailure OfStart(string lastError) => OfWords(lastError) ?? new TurnFailure(
        "start-failed", FailureKind.Spawn, $"Claude Code could not start: {lastError}", Retryable: false,
        "Check the agent's settings in config.json; the line says what it did not like.");

    public static TurnFailure OfKind(string error, string message) =>
        OfKind(error, message, status: null) ?? new TurnFailure(error.Replace('_', '-'), FailureKind.Unknown, message, Retryable: true);

    private static TurnFailure? OfReason(string? reason, string message) => reason switch
    {
        "aborted_streaming" or "aborted_tools" => Interrupted,
        "prompt_too_long" or "blocking_limit" or "rapid_refill_breaker" => TooLarge(message),
        "image_error" => new TurnFailure("image-error", FailureKind.InvalidRequest, message, Retryable: false),
        "max_turns" => new TurnFailure("max-turns", FailureKind.Agent, message, Retryable: true, "Write to the session to let it go on."),
        "budget_exhausted" => new TurnFailure("budget-exhausted", FailureKind.Agent, message, Retryable: false, "Raise the agent's budget."),
        _ => null,
    };

    private static TurnFailure? OfLimit(ClosedWindow? window, bool reached, string message)
    {
        if (!reached && !Says(message, "out of extra usage"))
            return null;
        var wait = window is { } closed ? $"Wait{ClaudeSystem.ResetWords(closed.ResetsAt)}" : "Wait until the limit resets";
        var failure = window?.OverageDisabledReason switch
        {
            "out_of_credits" => new TurnFailure("out-of-credits", FailureKind.OutOfCredits, message, Retryable: true, $"{wait}, or buy extra usage."),
            // Without a window it is the service's own sentence, and all that is known.
            null when !reached => new TurnFailure("overage-disabled", FailureKind.OverageDisabled, $"{AccountRules.OverageOff}: {message}", Retryable: true,
                "steward auth diagnose says which of the causes it is."),
            null => new TurnFailure("usage-cap", FailureKind.UsageCap, message, Retryable: true, $"{wait}, or use another account."),
            { } why => new TurnFailure("overage-disabled", FailureKind.OverageDisabled, $"{AccountRules.OverageOff}: {message}", Retryable: true,
                $"{wait}, or have extra usage switched on (it is off: {why.Replace('_', ' ')})."),
        };
        return failure with { ResetsAt = ClaudeSystem.ResetOf(window?.ResetsAt) };
    }

    private static TurnFailure? OfKind(string? error, string message, long? status) => (error, status) switch
    {
        ("authentication_failed" or "oauth_org_not_allowed" or "account_on_hold" or "verification_required" or "cloud_credential_error", _) or (_, 401 or 403) =>
            new TurnFailure((error ?? "authentication_failed").Replace('_', '-'), FailureKind.Auth, message, Retryable: false, LogIn),
        (_, _) when Says(message, "credit balance is too low") =>
            new TurnFailure("out-of-credits", FailureKind.OutOfCredits, $"{AccountRules.NoCredits}: {message}", Retryable: false, "Buy credits for the account, or use another."),
        ("billing_error", _) or (_, 402) =>
            new TurnFailure("billing", FailureKind.Billing, message, Retryable: false, "Look into the plan and the balance of the account."),
        ("overloaded", _) or (_, 529) => new TurnFailure("overloaded", FailureKind.Overloaded, message, Retryable: true, "Try again in some minutes."),
        ("rate_limit", _) or (_, 429) => new TurnFailure("rate-limit", FailureKind.RateLimit, message, Retryable: true, "Try again in some minutes."),
        (_, 413) => TooLarge(message),
        ("model_not_found", _) or (_, 404) =>
            new TurnFailure("model-not-found", FailureKind.InvalidRequest, message, Retryable: false, "Set another model for the agent in config.json."),
        ("max_output_tokens", _) => new TurnFailure("max-output-tokens", FailureKind.OutputLimit, message, Retryable: true, "Ask for less at once."),
        (_, >= 500) => new TurnFailure("service-failed", FailureKind.Service, message, Retryable: true, "Try again in some minutes."),
        ("invalid_request", _) or (_, 400) => new TurnFailure("invalid-request", FailureKind.InvalidRequest, message, Retryable: false),
        ("server_error", _) => new TurnFailure("service-failed", FailureKind.Service, message, Retryable: true, "Try again in some minutes."),
        _ => null,
    };

    private static TurnFailure? OfWords(string message) => message switch
    {
        _ when Says(message, "No conversation found") => new TurnFailure(
            "conversation-missing", FailureKind.InvalidRequest, $"Claude Code does not have this conversation any more: {message}", Retryable: false,
            "Begin a new session; this one's history stays readable."),
        _ when Says(message, "Not logged in") => new TurnFailure("not-logged-in", FailureKind.Auth, message, Retryable: false, LogIn),
        _ when Says(message, "timed out") => new TurnFailure("timed-out", FailureKind.Timeout, message, Retryable: true, "Try again; check the network if it stays."),
        _ when Says(message, "empty or malformed response") => new TurnFailure("malformed-response", FailureKind.Service, message, Retryable: true,
            "Try again; if it stays, look at what stands between Claude Code and its service (a proxy, a gateway, ANTHROPIC_BASE_URL)."),
        _ when Says(message, "Invalid MCP configuration") || Says(message, "MCP config file not found") => new TurnFailure(
            "mcp-configuration", FailureKind.Mcp, message, Retryable: false, "Mend the MCP configuration that the line names, or take it out of the agent's settings in config.json."),
        _ when Says(message, "unknown option") => new TurnFailure(
            "version-mismatch", FailureKind.Spawn, $"This version of Claude Code does not know what it was started with: {message}", Retryable: false,
            $"Update Claude Code (claude update): Steward is made for {ClaudeRuntime.TestedVersion} and later."),
        _ => null,
    };

    private static TurnFailure TooLarge(string message) => new(
        "context-too-large", FailureKind.ContextTooLarge, message, Retryable: false, "Send /compact to shorten the conversation, or begin a new session.");

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string MessageOf(JsonElement result)
    {
        var text = Json.Text(result, "result") is { Length: > 0 } said ? said : string.Join('\n', Json.Texts(result, "errors"));
        return text.Length > 0
            ? PrintableText.Short(PrintableText.Of(text), LongestMessage)
            : $"Claude Code ended the turn with {Json.Text(result, "terminal_reason") ?? Json.Text(result, "subtype") ?? "an error"} and did not say why.";
    }
}
