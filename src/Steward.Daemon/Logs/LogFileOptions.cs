namespace Steward.Daemon.Logs;

/// <summary>Where the log is, and how much of it is kept.</summary>
public sealed record LogFileOptions
{
    public required string Folder { get; init; }

    /// <summary>A link that always leads to today's file.</summary>
    public required string Link { get; init; }

    /// <summary>A day's file that is larger becomes <c>.1</c>, the next one <c>.2</c> and so on.</summary>
    public long MaxBytes { get; init; } = 50L << 20;

    /// <summary>How many of them are kept of one day: a flood must not fill the disk.</summary>
    public int MaxPieces { get; init; } = 5;

    public int KeepDays { get; init; } = 14;
}
