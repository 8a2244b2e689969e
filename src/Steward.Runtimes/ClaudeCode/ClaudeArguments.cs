using System.Collections.Immutable;

namespace Steward.Runtimes.ClaudeCode;

internal static class ClaudeArguments
{
    public const string DefaultProgram = "claude";

    private static readonly ImmutableArray<string> Fixed =
    [
        "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--include-partial-messages",
        "--permission-prompt-tool", "stdio",
    ];

    public static ImmutableArray<string> Of(
        AgentOptions options, Guid conversation, bool exists, bool hasTools = false, string? forkOf = null, string? promptFile = null)
    {
        var argv = ImmutableArray.CreateBuilder<string>();
        argv.Add(options.Program ?? DefaultProgram);
        argv.AddRange(Fixed);
        // The copy has a name of its own from the start, and once it is there it is resumed like any other.
        if (!exists && forkOf is not null)
            argv.AddRange("--resume", forkOf, "--fork-session");
        argv.AddRange(exists ? "--resume" : "--session-id", conversation.ToString());
        if (options.Model is { } model)
            argv.AddRange("--model", model);
        if (options.PermissionMode is { } mode)
            argv.AddRange("--permission-mode", mode);
        // Without the second flag a resumed conversation keeps the prompt that it began with, and a changed setting, or a new note, would do nothing.
        if (promptFile is not null)
            argv.AddRange("--append-system-prompt-file", promptFile, "--system-prompt-snapshot", "off");
        foreach (var directory in options.Directories)
            argv.AddRange("--add-dir", directory);
        // The daemon itself decides what its own tools do; asking the owner before each call would only be noise.
        if (hasTools)
            argv.AddRange("--allowedTools", $"mcp__{ClaudeToolServer.Name}");
        return argv.ToImmutable();
    }
}
