namespace Steward.Protocol.Agents;

public sealed record AgentView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Runtime { get; init; }

    public string? Workspace { get; init; }

    public string? Model { get; init; }

    public string? PermissionMode { get; init; }

    /// <summary>The folder that it has for itself; absent until it is registered or used.</summary>
    public string? Home { get; init; }

    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>Why it answers when none is named, where no configuration says so.</summary>
    public string? Note { get; init; }

    public bool IsDefault { get; init; }

    /// <summary>Turns that run now, counted from live sessions.</summary>
    public int Active { get; init; }

    public int Sessions { get; init; }

    public required AgentCapabilitiesView Capabilities { get; init; }
}

public sealed record AgentCapabilitiesView(bool CanResume, bool CanInterrupt, bool AsksPermission, bool OneProcessPerTurn, bool TakesChoices = false, bool CanSteer = false, bool TakesImages = false, bool CanFork = false);
