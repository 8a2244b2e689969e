using Steward.Domain.Sessions;

namespace Steward.Daemon.Worktrees;

/// <summary>Where git keeps what it knows of one working copy.</summary>
internal static class WorktreeFolders
{
    /// <summary>
    /// The folder in the repository that says to be about this working copy. The working copy itself is not asked: whoever works in it could have
    /// written there what they like.
    /// </summary>
    public static string? GitFolderOf(SessionWorktree worktree)
    {
        var all = Path.Combine(worktree.Repository, "worktrees");
        try
        {
            return Directory.Exists(all) ? Directory.EnumerateDirectories(all).FirstOrDefault(folder => IsAbout(folder, worktree.Path)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Git locks what it makes with that word, and unlocks it once all is there.</summary>
    public static bool IsHalfMade(string gitFolder)
    {
        var mark = Path.Combine(gitFolder, "locked");
        return File.Exists(mark) && File.ReadAllText(mark).Trim() == "initializing";
    }

    private static bool IsAbout(string gitFolder, string path)
    {
        var file = Path.Combine(gitFolder, "gitdir");
        return File.Exists(file) && File.ReadAllText(file).Trim() == Path.Combine(path, ".git");
    }
}
