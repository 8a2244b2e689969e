namespace Steward.Daemon.Journal;

/// <summary>How far the output of one process has become events, and what its adapter remembers of it.</summary>
internal sealed record ProcessMark
{
    public required string Launch { get; init; }

    public required string Session { get; init; }

    public long OutOffset { get; init; }

    public long ErrOffset { get; init; }

    public ReadOnlyMemory<byte> Memory { get; init; }

    /// <summary>The process is over and its spools are read: forget it.</summary>
    public bool Removed { get; init; }
}
