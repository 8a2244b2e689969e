using Steward.Daemon.Worktrees;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sandboxing;

/// <summary>
/// What a sandboxed agent gets of a git repository: enough to commit, and nothing that git would run outside of the sandbox: hooks and settings
/// stay as they are.
/// </summary>
internal static class GitGuards
{
    /// <summary>Of a worktree: the repository to read, and to write only its objects, Steward's own branches, and what is known of this working copy.</summary>
    public static SandboxPlan WithWorktree(SandboxPlan plan, SessionWorktree worktree)
    {
        if (WorktreeFolders.GitFolderOf(worktree) is not { } own)
            return plan;
        string InRepository(string path) => Path.Combine(worktree.Repository, path);
        string[] written = [InRepository("objects"), InRepository("refs/heads/steward"), InRepository("logs/refs/heads/steward"), own];
        return plan with
        {
            Readable = plan.Readable.Add(worktree.Repository),
            Writable = plan.Writable.AddRange(worktree.Path).AddRange(written.Where(Directory.Exists)),
            Guarded = plan.Guarded.AddRange(
                Path.Combine(worktree.Path, ".git"), Path.Combine(own, "commondir"), Path.Combine(own, "gitdir"), Path.Combine(own, "config.worktree"))
        };
    }

    /// <summary>Of a repository that the agent works in itself: everything but its hooks and settings.</summary>
    public static SandboxPlan WithRepositoryIn(SandboxPlan plan, string folder)
    {
        var git = Path.Combine(folder, ".git");
        if (!Directory.Exists(git))
            return plan with { Guarded = plan.Guarded.Add(git) };
        // What is not there cannot be guarded: git's own empty folder for hooks is put back where somebody took it away.
        Directory.CreateDirectory(Path.Combine(git, "hooks"));
        // A place of its own cannot be moved away, and another be put there.
        return plan with
        {
            Writable = plan.Writable.Add(git),
            Guarded = plan.Guarded.AddRange(Path.Combine(git, "hooks"), Path.Combine(git, "config"), Path.Combine(git, "config.worktree")),
        };
    }
}
