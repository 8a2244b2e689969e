namespace Steward.Daemon.Files;

/// <summary>Numbers the durable steps of a process for whoever injects faults. Costs one comparison where nobody does.</summary>
internal sealed class DurableSteps(IStorageFaults? faults)
{
    private long _count;

    public static DurableSteps OfProcess { get; } = new(InjectedFaults.FromEnvironment());

    public long Before(StorageStep step)
    {
        if (faults is null) return 0;
        var number = Interlocked.Increment(ref _count);
        faults.Reached(number, step, StorageMoment.Before);
        return number;
    }

    public void After(long number, StorageStep step) => faults?.Reached(number, step, StorageMoment.After);
}
