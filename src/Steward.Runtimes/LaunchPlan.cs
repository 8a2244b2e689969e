using System.Collections.Immutable;

namespace Steward.Runtimes;

/// <summary>The argv of a process, and what is added to its clean environment.</summary>
public sealed record LaunchPlan(ImmutableArray<string> Command)
{
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Files that are written for its owner alone before it starts: every user of the machine can read an argv.</summary>
    public ImmutableArray<PlannedFile> Files { get; init; } = [];

    /// <summary>What the program must be able to read besides itself, for a sandbox.</summary>
    public ImmutableArray<string> Readable { get; init; } = [];
}

/// <summary>A file with what must not stand in an argument.</summary>
public sealed record PlannedFile(string Path, ReadOnlyMemory<byte> Content);
