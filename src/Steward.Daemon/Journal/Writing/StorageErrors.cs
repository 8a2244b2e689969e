using Microsoft.Data.Sqlite;
using SQLitePCL;
using Steward.Daemon.Files;

namespace Steward.Daemon.Journal.Writing;

internal enum StorageTrouble
{
    /// <summary>No room: the transaction rolls back and the journal goes on.</summary>
    Full,

    /// <summary>What is stored contradicts itself.</summary>
    Damage,

    /// <summary>Anything else: what the disk holds is unknown.</summary>
    Failure,
}

internal static class StorageErrors
{
    // Growing the shared-memory file fails with a code of its own when the disk is full.
    private const int SharedMemoryGrowth = raw.SQLITE_IOERR | (19 << 8);

    public static StorageTrouble Classify(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => StorageTrouble.Full,
        SqliteException { SqliteExtendedErrorCode: SharedMemoryGrowth } => StorageTrouble.Full,
        // The writer keeps every constraint itself, so a broken one means that the tables disagree.
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_CONSTRAINT } => StorageTrouble.Damage,
        SqliteException { SqliteErrorCode: raw.SQLITE_ERROR or raw.SQLITE_MISMATCH or raw.SQLITE_SCHEMA } => StorageTrouble.Damage,
        JournalDamagedException => StorageTrouble.Damage,
        IOException { HResult: Posix.ENOSPC } => StorageTrouble.Full,
        _ => StorageTrouble.Failure,
    };
}
