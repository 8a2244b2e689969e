namespace Steward.Daemon.Journal;

/// <summary>Of the commits since the journal was opened; the times are of the latest ones.</summary>
internal sealed record CommitStatistics(long Count, double P50Ms, double P99Ms, long FileBytes);
