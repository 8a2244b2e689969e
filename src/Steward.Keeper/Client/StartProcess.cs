using Steward.Domain.Processes;

namespace Steward.Keeper.Client;

public sealed record StartProcess
{
    /// <summary>Letters, digits, '-', '_' and '.', at most 128, not beginning with a dot.</summary>
    public required LaunchId Launch { get; init; }
    /// <summary>The program is looked for in the PATH of <see cref="Environment"/>.</summary>
    public required IReadOnlyList<string> Argv { get; init; }
    /// <summary>NAME=value, the whole environment; the keeper adds only its cookie.</summary>
    public required IReadOnlyList<string> Environment { get; init; }
    public required string Directory { get; init; }
    public bool ClosedStdin { get; init; }
    public ProcessChannel Channel { get; init; } = ProcessChannel.Pipes;
}
