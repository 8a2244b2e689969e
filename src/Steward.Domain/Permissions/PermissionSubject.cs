namespace Steward.Domain.Permissions;

/// <summary>What a rule can be about: a tool, and the exact command or the absolute path that it would touch.</summary>
public sealed record PermissionSubject(string Tool, string? Command = null, string? Path = null)
{
    /// <summary>Beside a command, what else of the input changes how it runs, as JSON in one order: in the background, outside a sandbox.</summary>
    public string? Beside { get; init; }

    /// <summary>Where the PATH found the program of a command that is named without a place, when the agent asked.</summary>
    public string? Program { get; init; }
}
