using System.Collections.Immutable;

namespace Steward.Runtimes;

/// <summary>How the owner wants an agent to be: for runtimes that can be told. Model, permission mode and more directories may be those that were chosen for the session; nothing else of it ever comes from a request.</summary>
public sealed record AgentOptions
{
    public static AgentOptions None { get; } = new();

    /// <summary>The program to run: an absolute path, or a name that PATH finds.</summary>
    public string? Program { get; init; }

    public string? Model { get; init; }

    /// <summary>In the agent's own words.</summary>
    public string? PermissionMode { get; init; }

    /// <summary>Added to the agent's own system prompt.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>Folders beside the workspace that it may work in.</summary>
    public ImmutableArray<string> Directories { get; init; } = [];

    public ImmutableSortedDictionary<string, McpServer> McpServers { get; init; } = ImmutableSortedDictionary<string, McpServer>.Empty;

    /// <summary>No servers of tools but these: neither those of the program's own settings nor those of the workspace.</summary>
    public bool StrictMcp { get; init; }
}
