using System.Text.Json;

namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>The model and the permission mode that it works with: from its arguments, and changed by requests.</summary>
internal sealed class StandInSettings(string[] args)
{
    private volatile string _model = After(args, "--model") ?? "claude-opus-5-5";
    private volatile string _mode = Named(After(args, "--permission-mode") ?? "default");

    public string Model => _model;

    public string PermissionMode => _mode;

    public string SystemPrompt { get; } = After(args, "--append-system-prompt-file") is { } file ? File.ReadAllText(file) : "";

    public StandInServers Servers { get; } = new(args);

    public string? Token { get; private set; } = Environment.GetEnvironmentVariable("CLAUDE_CODE_OAUTH_TOKEN");

    public void Take(JsonElement variables)
    {
        if (variables.TryGetProperty("CLAUDE_CODE_OAUTH_TOKEN", out var token))
            Token = token.GetString();
    }

    /// <summary>Does what is asked, or says why not in the real one's words.</summary>
    public string? Refusal(JsonElement request)
    {
        if (request.TryGetProperty("model", out var model))
            _model = model.GetString()!;
        if (!request.TryGetProperty("mode", out var mode))
            return null;
        if (mode.GetString() == "auto" && _model.Contains("haiku", StringComparison.Ordinal))
            return "Cannot set permission mode to auto: auto mode unavailable for this model";
        _mode = Named(mode.GetString()!);
        return null;
    }

    public void LeavePlan() => _mode = "default";

    private static string Named(string mode) => mode == "manual" ? "default" : mode;

    private static string? After(string[] args, string flag) => Array.IndexOf(args, flag) is >= 0 and var at ? args[at + 1] : null;
}
