namespace Steward.Daemon.Journal;

/// <summary>What is known of a session without reading its state.</summary>
internal sealed record SessionColumns
{
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The next daemon takes it up at once: it has a process or a turn, or something that its owner should see.</summary>
    public bool Live { get; init; }

    public bool Archived { get; init; }

    /// <summary>Hidden from lists; its events stay until the journal is told to delete them.</summary>
    public bool Deleted { get; init; }
}

/// <summary>The row of one session. <c>State</c> is null when none was stored, or when <c>StateDamaged</c>: then fold the events.</summary>
internal sealed record SessionRow(
    string Session, long LastSeq, SessionColumns Columns, DateTimeOffset UpdatedAt, ReadOnlyMemory<byte>? State, bool StateDamaged);

/// <summary>Where a list of sessions goes on: after this one.</summary>
internal readonly record struct SessionCursor(DateTimeOffset CreatedAt, string Session);
