using System.Collections.Immutable;
using Steward.Keeper.Client;
using Steward.Runtimes;

namespace Steward.Daemon.Sessions;

/// <summary>What is started for a session, and the files that it reads when it starts.</summary>
internal sealed record PlannedStart(StartProcess Process, ImmutableArray<PlannedFile> Files)
{
    /// <summary>Whether it is the same to the last argument, variable and byte.</summary>
    public bool IsLike(PlannedStart other) => Process.Directory == other.Process.Directory
        && Process.Argv.SequenceEqual(other.Process.Argv) && Process.Environment.SequenceEqual(other.Process.Environment)
        && Files.Length == other.Files.Length && Files.Zip(other.Files).All(static pair => IsLike(pair.First, pair.Second));

    private static bool IsLike(PlannedFile one, PlannedFile other) => one.Path == other.Path && one.Content.Span.SequenceEqual(other.Content.Span);
}
