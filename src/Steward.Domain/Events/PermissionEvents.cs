using System.Collections.Immutable;
using Steward.Domain.Permissions;
using Steward.Domain.Turns;

namespace Steward.Domain.Events;

/// <summary>The agent waits for an answer. <see cref="Args"/> are the exact bytes that will run when it is allowed.</summary>
public sealed record PermissionRequested : SessionEvent
{
    public required RequestId RequestId { get; init; }

    public required TurnId TurnId { get; init; }

    public required string ToolName { get; init; }

    public required RawJson Args { get; init; }

    public required PermissionSubject Subject { get; init; }

    public string? Description { get; init; }

    public required string AgentRequestId { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public QuestionKind Kind { get; init; }

    public ImmutableList<ChoiceQuestion>? Questions { get; init; }

    /// <summary>Of a link: what its owner is to open.</summary>
    public string? Address { get; init; }

    /// <summary>A helper that the agent started asks, and not the agent itself.</summary>
    public bool OfHelper { get; init; }
}

/// <summary>The one outcome of a question, and who or what decided it.</summary>
public sealed record PermissionResolved(RequestId RequestId, PermissionDecision Decision, string DecidedBy) : SessionEvent
{
    public string? Reason { get; init; }

    /// <summary>What runs instead of what was asked about: the owner changed it.</summary>
    public RawJson? UpdatedInput { get; init; }

    /// <summary>To each question of a choice what was chosen.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<string>>? Answers { get; init; }

    /// <summary>The turn ends with it.</summary>
    public bool EndTurn { get; init; }

    public PermissionRule? Remembered { get; init; }

    public RememberScope? RememberedFor { get; init; }

    /// <summary>Why nothing was remembered, though it was wished.</summary>
    public string? NotRemembered { get; init; }
}

/// <summary>Nobody answered in time. The outcome follows as <see cref="PermissionResolved"/>.</summary>
public sealed record PermissionExpired(RequestId RequestId) : SessionEvent;

/// <summary>The owner took back what was remembered for this session.</summary>
public sealed record PermissionForgotten(PermissionRule Rule) : SessionEvent;

/// <summary>The owner gave the session a rule, without being asked anything.</summary>
public sealed record PermissionRemembered(PermissionRule Rule) : SessionEvent;
