using System.Text.Json;

namespace Steward.Chaos.Tests.ClaudeCode;

/// <summary>Two agents that are Claude Code: a rule lets one of them run its commands, the other asks.</summary>
internal static class ClaudeAgents
{
    public const string Ruled = "claude", Asking = "asking";

    public static string Settings(string folder, string address) =>
        $", \"{Ruled}\": {Agent(folder, address, ["Bash"])}, \"{Asking}\": {Agent(folder, address, [])}";

    private static string Agent(string folder, string address, string[] allowed) => JsonSerializer.Serialize(new
    {
        runtime = "claude-code",
        program = ClaudeProgram.Path,
        permissionMode = "manual",
        permissions = new { allow = allowed },
        environment = new Dictionary<string, string>
        {
            ["HOME"] = Directory.CreateDirectory(Path.Combine(folder, "claude")).FullName,
            ["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName,
            ["ANTHROPIC_API_KEY"] = "scripted-key",
            ["ANTHROPIC_BASE_URL"] = address,
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            ["DISABLE_TELEMETRY"] = "1",
            // More than the longest trouble of the model needs.
            ["CLAUDE_CODE_MAX_RETRIES"] = "6",
        },
    });
}
