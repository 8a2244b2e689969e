using Steward.Daemon.Api;
using Steward.Domain.Sessions;
using Steward.Protocol.Errors;

namespace Steward.Daemon.Worktrees;

/// <summary>From the folder that somebody works in to a working copy of the same repository, as it shall be; nothing is made yet.</summary>
internal sealed class WorktreeSource(Git git)
{
    private const string Fix = "Name a folder of a git repository that has a commit, or leave --spawn-mode out.";

    /// <returns>The working copy, and the session's folder in it.</returns>
    public (SessionWorktree Worktree, string Directory) Plan(string folder, string path, string branch)
    {
        var place = git.Run(folder, null, null, Git.Quick,
            ["rev-parse", "--path-format=absolute", "--is-bare-repository", "--is-inside-work-tree", "--git-common-dir", "--show-prefix"]);
        if (!place.Worked)
            throw Refusal("not_a_repository", place.Error.Contains("not a git repository", StringComparison.Ordinal)
                ? $"{folder} is in no git repository, and a worktree is a working copy of one."
                : $"The repository of {folder} cannot be used: {place.Complaint}");
        var lines = place.Text.Split('\n');
        if (lines is not [var bare, var inside, var repository, var prefix, ..])
            throw Refusal("not_a_repository", $"git does not say where the repository of {folder} is.");
        if (bare == "true" || inside != "true")
            throw Refusal("not_a_work_tree", $"{folder} is in a git repository, and in no working copy of it.");
        var head = git.Run(folder, null, null, Git.Quick, ["rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}"]);
        if (!head.Worked)
            throw Refusal("no_commit", $"The repository of {folder} has no commit yet, and a worktree begins with one.");
        var worktree = new SessionWorktree(repository, path, branch, head.Text.Trim(), folder);
        return (worktree, Path.TrimEndingDirectorySeparator(Path.Combine(path, prefix)));
    }

    private static ApiException Refusal(string code, string message) => new(400, new ErrorBody(code, "workspace", message, false, Fix));
}
