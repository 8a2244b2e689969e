using System.Collections.Immutable;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Domain.Sessions;

/// <summary>What is true of a session now: the fold of its events by <see cref="SessionRules.Apply"/>, live and in replay alike.</summary>
public sealed record SessionState
{
    private static readonly TimeSpan FailuresAreNews = TimeSpan.FromDays(1);

    public required SessionId Id { get; init; }

    /// <summary>The sequence number of the last event.</summary>
    public long Seq { get; init; }

    public required string Agent { get; init; }

    /// <summary>The folder that the agent works in.</summary>
    public required string Directory { get; init; }

    /// <summary>Whose conversation it began with.</summary>
    public SessionFork? ForkOf { get; init; }

    /// <summary>The working copy that its folder is in, when it has one of its own.</summary>
    public SessionWorktree? Worktree { get; init; }

    /// <summary>Its processes run in a sandbox, whatever its agent's settings say. They may ask for one too.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Somebody was there when it was made: it may run without what an untrusted workspace says, instead of not at all.</summary>
    public bool Attended { get; init; }

    /// <summary>The PATH that its processes get: that of whoever made the session.</summary>
    public string? SearchPath { get; init; }

    public string? Title { get; init; }

    public string? Name { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public SessionChoices Choices { get; init; } = SessionChoices.None;

    public SessionLimits Limits { get; init; } = SessionLimits.Default;

    /// <summary>What the owner allowed for good in this session.</summary>
    public ImmutableList<PermissionRule> Rules { get; init; } = [];

    public int TurnCount { get; init; }

    public ActiveTurn? Turn { get; init; }

    public ImmutableList<WaitingTurn> Waiting { get; init; } = [];

    public ImmutableList<OpenRequest> Requests { get; init; } = [];

    /// <summary>Calls of Steward's tools that are being served.</summary>
    public ImmutableList<OpenCall> Calls { get; init; } = [];

    /// <summary>What the agent said last of where it stands.</summary>
    public string? Reported { get; init; }

    public SessionUsage Usage { get; init; } = SessionUsage.None;

    /// <summary>The windows of the agent's account, as its service told of them last.</summary>
    public ImmutableList<UsageWindow> Windows { get; init; } = [];

    /// <summary>The agent's last list of things to do.</summary>
    public ImmutableList<TodoItem> Todo { get; init; } = [];

    /// <summary>Why the last turn failed; null once another has begun.</summary>
    public TurnFailure? LastFailure { get; init; }

    /// <summary>The agents that asked one another until this session was made; empty for one that its owner made.</summary>
    public ImmutableList<string> AskedBy { get; init; } = [];

    public ProcessLease? Process { get; init; }

    /// <summary>What was written to the process in this turn: a daemon that comes after a crash offers it again.</summary>
    public ImmutableList<InputPiece> Outbox { get; init; } = [];

    /// <summary>The agent's own name of the conversation, given back to it when it is resumed.</summary>
    public string? Conversation { get; init; }

    /// <summary>When its process last died in the middle of a turn. Too many of these park the session.</summary>
    public ImmutableList<DateTimeOffset> Crashes { get; init; } = [];

    public string? ParkedBecause { get; init; }

    public SessionEnd? End { get; init; }

    public bool Archived { get; init; }

    /// <summary>The turn that the process works on. What is said before a turn was handed over is the tail of another.</summary>
    public ActiveTurn? RunningTurn => Turn is { Sent: true } ? Turn : null;

    /// <summary>The process, while it is kept for nothing but the next message.</summary>
    public ProcessLease? IdleProcess() =>
        this is { End: null, Turn: null, Waiting.Count: 0, Requests.Count: 0, Process: { Started: true, Ending: false, Background: 0, IdleUntil: not null } process } ? process : null;

    public SessionPhase Phase => this switch
    {
        { End: not null } => SessionPhase.Over,
        { Turn.CancelBy: not null } => SessionPhase.Cancelling,
        { Turn.Interrupted: true } => SessionPhase.Interrupted,
        { Requests.Count: > 0 } => SessionPhase.AwaitingPermission,
        { Turn.Sent: true } => SessionPhase.Running,
        { Turn: not null } => SessionPhase.Starting,
        { ParkedBecause: not null } => SessionPhase.Parked,
        { Waiting.Count: > 0 } => SessionPhase.Queued,
        _ => SessionPhase.Idle,
    };

    /// <summary>Live sessions are those that hold a process or have work; only they count against the limit of sessions.</summary>
    public bool IsLive => End is null && (Process is not null || Turn is not null || (Waiting.Count > 0 && ParkedBecause is null));

    /// <summary>Its owner may have to do something about it, and may not know yet; a failure of some days ago is history.</summary>
    public bool AwaitsOwner(DateTimeOffset now) =>
        this is { End: null, Archived: false } && (ParkedBecause is not null || (LastFailure is not null && UpdatedAt > now - FailuresAreNews));

    /// <summary>It is live, and not for the sake of a process alone that is kept for the next message.</summary>
    public bool IsBusy => IsLive && IdleProcess() is null;
}
