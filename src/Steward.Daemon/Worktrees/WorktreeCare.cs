using Microsoft.Extensions.Logging;
using Steward.Daemon.Logs;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Worktrees;

/// <summary>Sees to it that a session which is over, or put away, and does nothing any more leaves no working copy behind that nobody misses.</summary>
internal sealed class WorktreeCare(WorkingCopies worktrees, ILogger log)
{
    private readonly TaskCompletionSource<WorktreeEnd?> _tidied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isTidy;

    /// <summary>Completes when the session is over for good and its working copy was seen to; with null when there was none to see to.</summary>
    public Task<WorktreeEnd?> Tidied => _tidied.Task;

    public async Task SeeToAsync(SessionState state, CancellationToken stop)
    {
        var resting = state is { Process: null, IsLive: false } && (state.End is not null || state.Archived);
        if (resting == _isTidy)
            return;
        _isTidy = resting;
        if (!resting)
            return;
        var end = state.Worktree is { } worktree ? await Task.Run(() => worktrees.Tidy(worktree), stop) : null;
        if (end is { KeptBecause: { } reason })
            log.WorktreeKept(state.Worktree!.Path, reason, state.Id.Value);
        if (state.End is not null)
            _tidied.TrySetResult(end);
    }
}
