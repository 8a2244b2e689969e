using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>
/// A process that was started for a session that is not made yet. All that a process knows of its session follows from the session's id, so the id is
/// chosen first, and whichever session takes the process gets it.
/// </summary>
internal sealed class Spare(SpareShape shape, SessionState state, string? login)
{
    public SpareShape Shape => shape;

    public SessionState State => state;

    public string? Login => login;

    public LaunchId Launch { get; } = new($"{state.Id}-0");

    public PlannedStart? Start { get; set; }

    /// <summary>When a session got its id; null while it is free.</summary>
    public DateTimeOffset? GivenAt { get; set; }

    /// <summary>Whether it is what would be started now.</summary>
    public bool Is(PlannedStart wanted) => Start?.IsLike(wanted) == true;
}
