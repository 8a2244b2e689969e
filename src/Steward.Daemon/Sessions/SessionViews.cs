using Steward.Daemon.Agents;
using Steward.Daemon.Permissions;
using Steward.Daemon.Worktrees;
using Steward.Domain.Sessions;
using Steward.Domain.Usage;
using Steward.Protocol.Permissions;
using Steward.Protocol.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>Sessions as clients see them.</summary>
internal sealed class SessionViews(AgentDirectory agents)
{
    public SessionView Of(SessionState state)
    {
        var options = agents.Find(state.Agent)?.Settings.Options;
        var mode = state.Choices.PermissionMode ?? options?.PermissionMode;
        return WithoutChoices(state) with
        {
            Model = state.Choices.Model ?? options?.Model,
            PermissionMode = mode,
            BypassesPermissions = mode == PermissionModes.Bypass,
        };
    }

    /// <summary>Those that wait for their owner come first, then those that work, then the newest.</summary>
    public static IEnumerable<SessionState> ByUrgency(IEnumerable<SessionState> states) =>
        states.OrderBy(static state => Urgency(state)).ThenByDescending(static state => state.UpdatedAt);

    private static SessionView WithoutChoices(SessionState state) => new()
    {
        Id = state.Id.Value,
        ShortId = state.Id.ShortId,
        Name = state.Name,
        Title = state.Title,
        Agent = state.Agent,
        Directory = state.Directory,
        Metadata = state.Metadata.ContainsKey("workspace") ? state.Metadata : state.Metadata.Add("workspace", state.Directory),
        Status = StatusOf(state),
        TurnCount = state.TurnCount,
        QueuedTurns = state.Waiting.Count,
        Seq = state.Seq,
        CreatedAt = state.CreatedAt,
        UpdatedAt = state.UpdatedAt,
        Pid = state.Process?.Pid,
        RuntimeSessionId = state.Conversation,
        ActiveTurnId = state.Turn?.Id.Value,
        ActiveSince = state.Turn?.StartedAt,
        PendingPermissions = state.Requests.Count,
        Asks = state.Requests.IsEmpty ? null : [.. state.Requests.Select(static asked => new SessionAskView(
            asked.Id.Value, asked.Subject.Tool, PermissionViews.Word(asked.Kind), asked.OfHelper))],
        Stalled = state.Turn is { Stalled: true },
        Reported = state.Reported,
        ParkedBecause = state.ParkedBecause,
        LastFailure = state.LastFailure is { } failure ? SessionDetails.Of(failure) : null,
        Usage = state.Usage == SessionUsage.None ? null : SessionDetails.Of(state.Usage),
        Windows = state.Windows.IsEmpty ? null : [.. state.Windows.Select(SessionDetails.Of)],
        Todo = state.Todo.IsEmpty ? null : [.. state.Todo.Select(SessionDetails.Of)],
        Archived = state.Archived,
        Worktree = WorktreeOf(state),
        ForkOf = state.ForkOf?.Session.Value,
        Sandbox = state.Sandbox,
    };

    public static WorktreeView? WorktreeOf(SessionState state) => state.Worktree is { } worktree
        ? new WorktreeView(worktree.Path, worktree.Branch, worktree.Base, worktree.Source, WorkingCopies.Exists(worktree))
        : null;

    private static string StatusOf(SessionState state) => state.Phase switch
    {
        SessionPhase.Idle => "idle",
        SessionPhase.Queued => "queued",
        SessionPhase.Starting => "starting",
        SessionPhase.Running => "running",
        SessionPhase.AwaitingPermission => "awaiting-permission",
        SessionPhase.Cancelling => "cancelling",
        SessionPhase.Interrupted => "interrupted",
        SessionPhase.Parked => "parked",
        SessionPhase.Over => state.End == SessionEnd.Deleted ? "deleted" : "killed",
    };

    private static int Urgency(SessionState state) => state.Phase switch
    {
        SessionPhase.Idle when state.LastFailure is not null => 1,
        SessionPhase.AwaitingPermission => 0,
        SessionPhase.Parked => 1,
        SessionPhase.Interrupted => 1,
        SessionPhase.Cancelling => 2,
        SessionPhase.Running => 2,
        SessionPhase.Starting => 2,
        SessionPhase.Queued => 3,
        SessionPhase.Idle => 4,
        SessionPhase.Over => 5,
    };
}
