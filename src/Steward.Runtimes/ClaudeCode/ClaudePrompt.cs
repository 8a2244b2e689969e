using System.Text;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>What is added to Claude Code's own system prompt, in a file: every user of the machine can read an argv.</summary>
internal static class ClaudePrompt
{
    public static PlannedFile? FileOf(LaunchContext context) =>
        string.Join("\n\n", new[] { context.Options.SystemPrompt, context.OwnPrompt, context.Notes }.OfType<string>()) is { Length: > 0 } prompt
            ? new PlannedFile(context.PromptFile, Encoding.UTF8.GetBytes(prompt))
            : null;
}
