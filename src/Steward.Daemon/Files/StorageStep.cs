namespace Steward.Daemon.Files;

/// <summary>A step after which something is, or is about to be, on disk for good.</summary>
internal enum StorageStep
{
    CreateFile,
    WriteFile,
    SyncFile,
    Rename,
    Remove,
    SyncDirectory,
    Begin,
    Commit,
    Rollback,
    Checkpoint,
}

internal enum StorageMoment
{
    Before,
    After,
}
