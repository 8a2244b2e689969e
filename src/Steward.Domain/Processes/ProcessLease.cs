using System.Collections.Immutable;
using Steward.Domain.Sessions;

namespace Steward.Domain.Processes;

/// <summary>
/// The one process that a session has. "Active" is counted from leases like this one, never from a counter; a lease ends with its process.
/// </summary>
public sealed record ProcessLease(LaunchId Launch)
{
    public int? Pid { get; init; }

    /// <summary>Tells this process from a later one with the same pid.</summary>
    public long StartTicks { get; init; }

    public bool Started => Pid is not null;

    /// <summary>The number of the next piece that goes to its standard input. The keeper drops a piece that it has had.</summary>
    public long NextPiece { get; init; } = 1;

    /// <summary>An idle process is ended then.</summary>
    public DateTimeOffset? IdleUntil { get; init; }

    /// <summary>What goes on in its background: it is waited for.</summary>
    public int Background { get; init; }

    /// <summary>What it wrote while no turn ran: that is bounded as a turn is.</summary>
    public long StrayBytes { get; init; }

    /// <summary>The choices that it was started with, or told of since.</summary>
    public SessionChoices Told { get; init; } = SessionChoices.None;

    public ImmutableList<AskedChoice> Asked { get; init; } = [];

    /// <summary>When it was asked to end: nothing more is sent to it.</summary>
    public bool Ending { get; init; }
}
