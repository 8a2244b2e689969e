namespace Steward.Protocol.Sessions;

public sealed record CreateSessionRequest
{
    /// <summary>The name of an agent of the configuration; without one, the default agent.</summary>
    public string? Agent { get; init; }

    public string? Title { get; init; }

    public string? Name { get; init; }

    /// <summary>The folder to work in. <c>metadata.workspace</c> says the same for older clients.</summary>
    public string? Directory { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Instead of the agent's own model.</summary>
    public string? Model { get; init; }

    /// <summary>Instead of the agent's own: manual (default), acceptEdits, plan, dontAsk or auto.</summary>
    public string? PermissionMode { get; init; }

    /// <summary>Added to the agent's system prompt in this session.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>Folders beside its own that the agent may work in.</summary>
    public IReadOnlyList<string>? Directories { get; init; }

    /// <summary>How long a question waits before it is denied; zero decides by policy at once.</summary>
    public long? PermissionTimeoutMs { get; init; }

    /// <summary>Nobody is there to be asked: questions are decided by policy at once.</summary>
    public bool Headless { get; init; }

    /// <summary>The PATH of whoever makes the session, for the agent and its tools.</summary>
    public string? Path { get; init; }

    /// <summary><c>same-dir</c> (the default), or <c>worktree</c>: a git working copy and a branch for this session alone.</summary>
    public string? SpawnMode { get; init; }

    /// <summary>Run its agent in a sandbox. One that the agent's settings ask for cannot be declined.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Somebody is there: where the folder is not trusted, its settings are left out, instead of the session being refused.</summary>
    public bool Attended { get; init; }

    /// <summary>Makes a repeated request one and the same; the header <c>Idempotency-Key</c> does too.</summary>
    public string? RequestId { get; init; }
}

/// <summary>A session that begins with the conversation of another.</summary>
public sealed record ForkRequest(string? Name = null, string? Title = null, string? RequestId = null);

/// <summary>What changes is given; what is absent stays.</summary>
public sealed record UpdateSessionRequest(
    string? Title = null, string? Name = null, bool? Archived = null, string? Model = null, string? PermissionMode = null);

public sealed record SessionView
{
    public required string Id { get; init; }

    public required string ShortId { get; init; }

    public string? Name { get; init; }

    public string? Title { get; init; }

    public required string Agent { get; init; }

    public required string Directory { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>idle, queued, starting, running, awaiting-permission, cancelling, interrupted, parked, killed.</summary>
    public required string Status { get; init; }

    /// <summary>The model that was chosen for it, or that its agent is set up with.</summary>
    public string? Model { get; init; }

    /// <summary>The permission mode that was chosen for it, or that its agent is set up with.</summary>
    public string? PermissionMode { get; init; }

    /// <summary>Its agent asks for no permission at all: so its owner has set it up.</summary>
    public bool BypassesPermissions { get; init; }

    public required int TurnCount { get; init; }

    public required int QueuedTurns { get; init; }

    public required long Seq { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public int? Pid { get; init; }

    public string? RuntimeSessionId { get; init; }

    public string? ActiveTurnId { get; init; }

    public DateTimeOffset? ActiveSince { get; init; }

    public int PendingPermissions { get; init; }

    /// <summary>What it asks its owner, the oldest first.</summary>
    public IReadOnlyList<SessionAskView>? Asks { get; init; }

    /// <summary>Nothing was heard of its turn for longer than its owner wants to wait.</summary>
    public bool Stalled { get; init; }

    /// <summary>What its agent said last of where it stands.</summary>
    public string? Reported { get; init; }

    public string? ParkedBecause { get; init; }

    /// <summary>Why its last turn failed; gone once another begins.</summary>
    public TurnFailureView? LastFailure { get; init; }

    /// <summary>What its turns have used so far.</summary>
    public UsageView? Usage { get; init; }

    /// <summary>The windows of its agent's account, as the service told of them last.</summary>
    public IReadOnlyList<WindowView>? Windows { get; init; }

    /// <summary>The agent's last list of things to do.</summary>
    public IReadOnlyList<TodoView>? Todo { get; init; }

    public bool Archived { get; init; }

    public WorktreeView? Worktree { get; init; }

    /// <summary>The session whose conversation it began with.</summary>
    public string? ForkOf { get; init; }

    public bool Sandbox { get; init; }

    /// <summary>Of a new session that is attended: the files of its folder that are left out, for they are not trusted.</summary>
    public IReadOnlyList<string>? LeftOut { get; init; }
}

/// <summary>The git working copy of a session; <paramref name="Exists"/>: it is on disk, where one that has no changes is removed with its session.</summary>
public sealed record WorktreeView(string Path, string Branch, string Base, string Source, bool Exists);

/// <summary>What became of the session's working copy stands in <paramref name="Worktree"/>; <paramref name="KeptBecause"/> says why it was kept.</summary>
public sealed record KillAnswer(bool Killed, WorktreeView? Worktree = null, string? KeptBecause = null);

/// <summary>A question that waits, in brief. <paramref name="Kind"/>: permission, choice, plan, form or link.</summary>
public sealed record SessionAskView(string RequestId, string ToolName, string Kind, bool OfHelper = false);
