using Steward.Daemon.Files;

namespace Steward.Daemon.Journal;

internal sealed record JournalOptions
{
    /// <summary>The folder of <c>steward.db</c>: made 0700 when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Called in the order of <c>gseq</c> after each commit and before its appends complete, on the writer's thread: be quick.</summary>
    public required Action<IReadOnlyList<StoredEvent>> Published { get; init; }

    /// <summary>Called when storage has failed for good, or when only an opening can save what it holds: the process has to end.</summary>
    public required Action<Exception> OnFatal { get; init; }

    /// <summary>Called when something that is stored cannot be read; the next opening looks at the whole file.</summary>
    public Action<Exception>? OnDamage { get; init; }

    /// <summary>Below it only essential batches are taken. Null: 64 MiB, or a hundredth of a small disk.</summary>
    public long? FreeSpaceFloor { get; init; }

    /// <summary>Room that is kept for stop and recovery, and given back to the disk when it is full.</summary>
    public long BallastBytes { get; init; } = 8 << 20;

    public int QueuedBatches { get; init; } = 2048;

    public int GroupBatches { get; init; } = 512;

    public long GroupBytes { get; init; } = 4 << 20;

    /// <summary>Pages in the write-ahead log after which it is copied into the database.</summary>
    public int CheckpointPages { get; init; } = 2000;

    public int Readers { get; init; } = 4;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public DurableSteps Steps { get; init; } = DurableSteps.OfProcess;

    public string DatabasePath => Path.Combine(Folder, "steward.db");
}
