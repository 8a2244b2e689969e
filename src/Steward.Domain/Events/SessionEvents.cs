using System.Collections.Immutable;
using Steward.Domain.Sessions;

namespace Steward.Domain.Events;

public sealed record SessionCreated : SessionEvent
{
    public required SessionId SessionId { get; init; }

    public required string Agent { get; init; }

    public required string Directory { get; init; }

    public string? Title { get; init; }

    public string? Name { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public SessionLimits Limits { get; init; } = SessionLimits.Default;

    public string? Model { get; init; }

    public string? PermissionMode { get; init; }

    /// <summary>For this session alone, beside what its agent is told anyway.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>Folders beside its own that it may work in.</summary>
    public ImmutableList<string> Directories { get; init; } = [];

    /// <summary>The PATH of whoever made the session.</summary>
    public string? SearchPath { get; init; }

    public SessionFork? ForkOf { get; init; }

    public SessionWorktree? Worktree { get; init; }

    public bool Sandbox { get; init; }

    public bool Attended { get; init; }

    /// <summary>The agents that asked one another until it was made, the last one last; empty when its owner made it.</summary>
    public ImmutableList<string> AskedBy { get; init; } = [];
}

/// <summary>A change of what a session is called, kept as or worked with. What is null did not change.</summary>
public sealed record SessionUpdated(
    string? Title = null, string? Name = null, bool? Archived = null, string? Conversation = null) : SessionEvent
{
    public string? Model { get; init; }

    public string? PermissionMode { get; init; }
}

/// <summary>A turn ended because somebody wanted it to: its one stop event.</summary>
public sealed record SessionCancelled(Turns.TurnId TurnId, string Reason) : SessionEvent;

/// <summary>The session does nothing more by itself until its owner writes.</summary>
public sealed record SessionParked(string Reason) : SessionEvent;

public sealed record SessionWoken : SessionEvent;

public sealed record SessionEnded(SessionEnd End) : SessionEvent;
