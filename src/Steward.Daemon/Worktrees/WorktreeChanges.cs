using Steward.Domain.Sessions;

namespace Steward.Daemon.Worktrees;

/// <summary>
/// Whether anything of a session would be lost with its working copy. Only a clear no counts: what cannot be told is kept.
/// Files that are ignored do not count.
/// </summary>
internal sealed class WorktreeChanges(Git git)
{
    /// <summary>Why it must be kept, or null when nothing would be lost.</summary>
    public string? ReasonToKeep(SessionWorktree worktree, string gitFolder)
    {
        GitAnswer Ask(params string[] arguments) => git.Run(worktree.Path, gitFolder, worktree.Path, Git.Quick, arguments);

        var head = Ask("rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}");
        if (!head.Worked)
            return $"git cannot tell its commit: {head.Complaint}";
        if (head.Text.Trim() != worktree.Base)
            return "it has commits";
        var branch = Ask("rev-parse", "--verify", "--quiet", "--end-of-options", $"refs/heads/{worktree.Branch}^{{commit}}");
        if (!branch.Worked || branch.Text.Trim() != worktree.Base)
            return "its branch is not where it began";
        // Commits without a branch are found here, and nowhere else once the working copy is gone.
        var past = Ask("log", "--walk-reflogs", "--format=%H", "HEAD", "--");
        if (!past.Worked || past.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Any(commit => commit != worktree.Base))
            return "commits were made in it";
        // A file that git was told not to look at is one that has changed, as far as anybody knows.
        var index = Ask("ls-files", "-v", "-z");
        if (!index.Worked || index.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Any(static entry => entry[0] != 'H'))
            return "git does not look at all of its files";
        var status = Ask("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored=no", "--ignore-submodules=dirty");
        return !status.Worked ? $"git cannot tell its state: {status.Complaint}" : status.Output.Length > 0 ? "it has changes" : null;
    }
}
