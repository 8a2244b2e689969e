using Steward.Domain.Sessions;
using Steward.Runtimes;

namespace Steward.Daemon.Trust;

/// <summary>
/// A workspace is somebody else's input: a file in it must not decide what runs on this machine before its owner has said so. Asked before every start
/// of a process, for the files may have changed since the last.
/// </summary>
internal sealed class WorkspaceTrust(TrustStore store, RuntimeCatalog runtimes, string? home)
{
    public const string Fix = "Look at them, then: steward trust";

    public TrustStore Store => store;

    /// <summary>The files that the runtime would load and the owner does not trust.</summary>
    /// <exception cref="TooMuchToTrustException"/>
    public IReadOnlyList<string> Untrusted(IAgentRuntime runtime, string directory, SessionWorktree? worktree)
    {
        if (runtime.WorkspaceConfiguration.Count == 0)
            return [];
        return [.. WorkspaceScan.Of(directory, runtime.WorkspaceConfiguration, home)
            .Where(file => !store.Trusts(file with { Path = InSource(file.Path, directory, worktree) })).Select(static file => file.Path)];
    }

    /// <summary>Everything that any runtime would load in that folder.</summary>
    public IReadOnlyList<FoundFile> Look(string directory) =>
        WorkspaceScan.Of(directory, [.. runtimes.All.SelectMany(static runtime => runtime.WorkspaceConfiguration).Distinct()], home);

    public static string Sentence(IReadOnlyList<string> files) =>
        $"The folder tells the agent's program what to run, and you have not said that you trust it: {string.Join(", ", files.Take(5))}{(files.Count > 5 ? $" and {files.Count - 5} more" : "")}.";

    // A session's own working copy holds what the folder that it was made of holds.
    private static string InSource(string path, string directory, SessionWorktree? worktree)
    {
        if (worktree is null || !path.StartsWith(worktree.Path + "/", StringComparison.Ordinal))
            return path;
        var fromDirectory = Path.GetRelativePath(directory, path);
        return Path.GetFullPath(Path.Combine(worktree.Source, fromDirectory));
    }
}
