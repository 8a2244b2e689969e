namespace Steward.Protocol.Agents;

/// <summary>What an agent is registered with. What would be run (a program, a command, an environment) comes from config.json alone, and is no part of it.</summary>
public sealed record RegisterAgentRequest(string Id)
{
    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    public string? Runtime { get; init; }

    public string? Workspace { get; init; }

    public string? Model { get; init; }

    public string? PermissionMode { get; init; }

    /// <summary>Takes its newest archived home up again.</summary>
    public bool Restore { get; init; }
}

public sealed record RegisterAgentAnswer(AgentView Agent, bool IsNew)
{
    /// <summary>The archive that its home was before.</summary>
    public string? Restored { get; init; }
}

public sealed record UnregisterAgentAnswer(string Id, int Killed)
{
    /// <summary>Where its home is now; absent: it had none.</summary>
    public string? Archived { get; init; }
}
