namespace Steward.Daemon.Journal;

/// <summary>What a batch became on disk. Without events both numbers are 0.</summary>
internal sealed record Committed(long FirstGseq, long LastGseq, IReadOnlyList<StoredEvent> Events);
