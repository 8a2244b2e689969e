using System.Collections.Immutable;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// Claude Code in a sandbox: a folder of the agent's own for settings and conversations, for what it wrote into the owner's would run outside the next
/// time.
/// </summary>
internal static class ClaudeSandbox
{
    public static ImmutableSortedDictionary<string, string> EnvironmentOf(LaunchContext context) =>
        ClaudeEnvironment.Of(context).SetItem("CLAUDE_CONFIG_DIR", ClaudeFolder.Of(context)!);
}
