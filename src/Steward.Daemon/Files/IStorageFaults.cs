namespace Steward.Daemon.Files;

/// <summary>Sees every durable step, numbered from 1 in the order they happen, and may end the process or throw there.</summary>
internal interface IStorageFaults
{
    void Reached(long at, StorageStep step, StorageMoment when);
}
