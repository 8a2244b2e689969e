using Steward.Daemon.Sessions;
using Steward.Protocol.Files;

namespace Steward.Daemon.Worktrees;

/// <summary>
/// Looks for working copies whose session was over when the daemon before ended, and had not seen to them. To open the session is enough: it does so
/// itself. One that no session knows of is left alone: it was kept when its session was deleted.
/// </summary>
internal sealed class LeftWorktrees(StewardHome home, SessionRegistry registry)
{
    public void SeeTo(CancellationToken stop)
    {
        var agents = Path.GetDirectoryName(home.AgentHome("any"))!;
        if (!Directory.Exists(agents))
            return;
        var left = Directory.EnumerateDirectories(agents)
            .Select(static agent => Path.Combine(agent, "worktrees")).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).ToHashSet();
        if (left.Count == 0)
            return;
        foreach (var state in registry.List(includeArchived: true))
        {
            if (stop.IsCancellationRequested)
                return;
            if (state.Worktree is { } worktree && left.Contains(worktree.Path) && (state.Archived || state.End is not null))
                registry.Find(state.Id);
        }
    }
}
