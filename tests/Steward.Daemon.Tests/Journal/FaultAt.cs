using Steward.Daemon.Files;

namespace Steward.Daemon.Tests.Journal;

/// <summary>Fails one step of one kind, once.</summary>
internal sealed class FaultAt(StorageStep step, StorageMoment moment, int skip, int error) : IStorageFaults
{
    private int _left = skip;

    public bool Armed { get; set; }

    public void Reached(long at, StorageStep reached, StorageMoment when)
    {
        if (!Armed || reached != step || when != moment || _left-- != 0) return;
        throw new IOException($"injected at {reached}", error);
    }
}
