using System.Collections.Immutable;
using Steward.Domain.Agents;
using Steward.Domain.Sessions;

namespace Steward.Runtimes;

/// <summary>What a runtime may know of the session that it serves.</summary>
public sealed record LaunchContext
{
    public required string SessionId { get; init; }

    /// <summary>The agent's own name of the conversation, when there was one before.</summary>
    public string? Conversation { get; init; }

    /// <summary>Something was answered in this session before: there is a conversation to lose.</summary>
    public bool HasAnswered { get; init; }

    /// <summary>The conversation that it begins with a copy of, when it has none of its own yet.</summary>
    public SessionFork? ForkOf { get; init; }

    /// <summary>The folder that the agent works in: absolute, and there.</summary>
    public required string Directory { get; init; }

    /// <summary>A folder of the agent's own, where a runtime may keep what it must remember.</summary>
    public required string AgentHome { get; init; }

    /// <summary>A folder for files that the agent's program reads when it starts. No agent in a sandbox can write there.</summary>
    public string PrivateFolder { get; init; } = "/nowhere";

    /// <summary>It is walled in: of its owner's files it sees the workspace and its own home, which is its HOME too.</summary>
    public bool Sandboxed { get; init; }

    /// <summary>What the workspace tells its program is left out: nobody said that it is trusted.</summary>
    public bool WithoutWorkspaceConfiguration { get; init; }

    /// <summary>The absolute path of Steward's own program, for the agent that is built into it.</summary>
    public required string StewardProgram { get; init; }

    /// <summary>For the runtime <c>exec</c>: the owner's program and its arguments.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>What the owner's configuration says of the agent beyond that.</summary>
    public AgentOptions Options { get; init; } = AgentOptions.None;

    /// <summary>The owner's login token, for a runtime whose process can take one and has none of its own.</summary>
    public string? AccountToken { get; init; }

    /// <summary>The tools of Steward's that it may use.</summary>
    public ImmutableArray<AgentTool> Tools { get; init; } = [];

    /// <summary>What the agent noted for itself, told apart from what its owner says; null where it noted nothing.</summary>
    public string? Notes { get; init; }

    /// <summary>What its owner adds to the system prompt for this session alone.</summary>
    public string? OwnPrompt { get; init; }

    /// <summary>Where what is added to the system prompt stands when the process starts.</summary>
    public string PromptFile => OwnPrompt is null ? Path.Combine(AgentHome, ".meta", "prompt.md") : OwnPromptFile;

    public string OwnPromptFile => Path.Combine(AgentHome, ".meta", $"prompt-{SessionId}.md");

    /// <summary>The texts of the turn that runs which were heard already, of this process or of one before it.</summary>
    public Func<string> Heard { get; init; } = static () => "";

    /// <summary>The environment that the process will have, but for what the runtime itself adds.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The same without a sandbox: where the owner's own files are.</summary>
    public IReadOnlyDictionary<string, string> OwnersEnvironment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
