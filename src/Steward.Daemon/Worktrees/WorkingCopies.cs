using Steward.Daemon.Files;
using Steward.Domain.Sessions;
using Steward.Protocol.Files;

namespace Steward.Daemon.Worktrees;

/// <summary>What was to be done to a working copy, and could not be, in a sentence for its owner.</summary>
internal sealed class WorktreeException(string message) : Exception(message);

/// <summary>What became of a working copy whose session is over: removed, or kept, and why.</summary>
internal sealed record WorktreeEnd(string? KeptBecause);

/// <summary>Makes the working copies of sessions, shows what changed in them, and removes those that nothing would be lost with.</summary>
internal sealed class WorkingCopies(StewardHome home, Func<string, string?> environment)
{
    private readonly Git _git = new(environment);

    public static bool Exists(SessionWorktree worktree) => File.Exists(Path.Combine(worktree.Path, ".git"));

    public (SessionWorktree Worktree, string Directory) Plan(string folder, string agent, SessionId session) =>
        new WorktreeSource(_git).Plan(folder, Path.Combine(home.AgentHome(agent), "worktrees", session.ShortId), $"steward/{session.ShortId}");

    /// <summary>Makes it, unless it is there. One that was cut off while it was made is made anew: nobody has worked in it.</summary>
    public void Make(SessionWorktree worktree, string directory)
    {
        OwnerFiles.CreateDirectories(home.Root, Path.GetDirectoryName(worktree.Path)!);
        if (WorktreeFolders.GitFolderOf(worktree) is { } half && WorktreeFolders.IsHalfMade(half))
            Require(worktree, InRepository(worktree, Git.Long, "worktree", "remove", "--force", "--force", "--", worktree.Path));
        if (!Exists(worktree))
            Add(worktree);
        // A folder that no commit knows of is not in a working copy; the agent finds it empty.
        Directory.CreateDirectory(directory);
    }

    /// <summary>Everything that differs from the commit that it began with: commits, changes, and new files.</summary>
    public byte[] Diff(SessionWorktree worktree)
    {
        var gitFolder = WorktreeFolders.GitFolderOf(worktree);
        if (!Exists(worktree) || gitFolder is null)
            throw new WorktreeException($"The working copy {worktree.Path} is not there.");
        // New files are shown by an index of their own: what the agent has staged stays as it is.
        var scratch = Directory.CreateTempSubdirectory("steward-diff-");
        try
        {
            var index = Path.Combine(scratch.FullName, "index");
            if (File.Exists(Path.Combine(gitFolder, "index")))
                File.Copy(Path.Combine(gitFolder, "index"), index);
            GitAnswer Ask(params string[] arguments) => _git.Run(worktree.Path, gitFolder, worktree.Path, Git.Long, arguments, [new("GIT_INDEX_FILE", index)]);
            Require(worktree, Ask("add", "--intent-to-add", "--", "."));
            var diff = Ask("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=dirty", "--end-of-options", worktree.Base, "--");
            return Require(worktree, diff).Output;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>Its session is over. Null: there is nothing on disk.</summary>
    public WorktreeEnd? Tidy(SessionWorktree worktree)
    {
        var gitFolder = WorktreeFolders.GitFolderOf(worktree);
        if (gitFolder is null || !Exists(worktree))
            return Directory.Exists(worktree.Path) ? new WorktreeEnd("git knows nothing of it any more") : null;
        var halfMade = WorktreeFolders.IsHalfMade(gitFolder);
        if (!halfMade && new WorktreeChanges(_git).ReasonToKeep(worktree, gitFolder) is { } reason)
            return new WorktreeEnd(reason);
        // Git looks once more by itself, and refuses where it sees more than we did.
        string[] forced = halfMade ? ["--force", "--force"] : [];
        var removed = InRepository(worktree, Git.Long, ["worktree", "remove", .. forced, "--", worktree.Path]);
        if (!removed.Worked)
            return new WorktreeEnd(removed.Complaint);
        // Only where it stands at its beginning: the value is compared by git itself.
        var branch = InRepository(worktree, Git.Quick, "update-ref", "-d", $"refs/heads/{worktree.Branch}", worktree.Base);
        return branch.Worked ? new WorktreeEnd(null) : new WorktreeEnd($"its branch stays: {branch.Complaint}");
    }

    private void Add(SessionWorktree worktree)
    {
        // The branch is there when the working copy was removed, or its making was cut off.
        var known = InRepository(worktree, Git.Quick, "rev-parse", "--verify", "--quiet", "--end-of-options", $"refs/heads/{worktree.Branch}").Worked;
        string[] branch = known ? [] : ["-b", worktree.Branch];
        Require(worktree, InRepository(
            worktree, Git.Long, ["worktree", "add", "--quiet", .. branch, "--", worktree.Path, known ? worktree.Branch : worktree.Base]));
    }

    private GitAnswer InRepository(SessionWorktree worktree, TimeSpan limit, params string[] arguments) =>
        Directory.Exists(worktree.Repository)
            ? _git.Run(worktree.Repository, worktree.Repository, null, limit, arguments)
            : new GitAnswer(128, [], $"the repository {worktree.Repository} is not there any more");

    private static GitAnswer Require(SessionWorktree worktree, GitAnswer answer) => answer.Worked
        ? answer
        : throw new WorktreeException($"The working copy {worktree.Path} cannot be used: {answer.Complaint}");
}
