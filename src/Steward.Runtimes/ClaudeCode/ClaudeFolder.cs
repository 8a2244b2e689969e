namespace Steward.Runtimes.ClaudeCode;

/// <summary>Where Claude Code keeps its conversations and its login.</summary>
internal static class ClaudeFolder
{
    /// <summary>In a sandbox it is one of the agent's own: what stands in the owner's runs outside of it.</summary>
    public static string? Of(LaunchContext context) => context.Sandboxed ? Path.Combine(context.AgentHome, "claude") : Of(context.Environment);

    public static string? Of(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault("CLAUDE_CONFIG_DIR") is { Length: > 0 } moved)
            return moved;
        return environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? Path.Combine(home, ".claude") : null;
    }

    public static string? CredentialsOf(IReadOnlyDictionary<string, string> environment) =>
        Of(environment) is { } folder ? Path.Combine(folder, ".credentials.json") : null;

    /// <summary>The file of everything else that it remembers. An older one inside the folder wins as long as it holds something.</summary>
    public static string? ConfigOf(IReadOnlyDictionary<string, string> environment, Func<string, SeenFile> look)
    {
        if (Of(environment) is not { } folder)
            return null;
        var older = Path.Combine(folder, ".config.json");
        if (look(older).Content is { Length: > 0 })
            return older;
        var beside = environment.GetValueOrDefault("CLAUDE_CONFIG_DIR") is { Length: > 0 } moved ? moved : environment.GetValueOrDefault("HOME");
        return beside is { Length: > 0 } ? Path.Combine(beside, ".claude.json") : null;
    }
}
