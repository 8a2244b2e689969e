namespace Steward.Runtimes;

/// <summary>What a runtime can do.</summary>
public sealed record RuntimeCapabilities
{
    /// <summary>It knows its conversation again in a new process, and a message that it had completed is not run twice.</summary>
    public bool CanResume { get; init; }

    /// <summary>A turn can be stopped with the process living on; else stopping a turn ends the process.</summary>
    public bool CanInterrupt { get; init; }

    /// <summary>It asks for permission and waits for the answer.</summary>
    public bool AsksPermission { get; init; }

    /// <summary>Model and permission mode can be chosen for each session, and changed while its process runs.</summary>
    public bool TakesChoices { get; init; }

    /// <summary>A message can be sent into a turn that runs.</summary>
    public bool CanSteer { get; init; }

    /// <summary>A new session can begin with a copy of another's conversation.</summary>
    public bool CanFork { get; init; }

    /// <summary>Pictures can go with a message.</summary>
    public bool TakesImages { get; init; }

    /// <summary>It reaches Steward's tools over its own pipes; others need <c>steward mcp</c>.</summary>
    public bool CallsTools { get; init; }

    /// <summary>Its process ends with each turn.</summary>
    public bool OneProcessPerTurn { get; init; }
}
