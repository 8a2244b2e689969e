using Steward.Daemon.Files;

namespace Steward.Daemon.Journal;

/// <summary>Makes an empty database beside its place and moves it there whole: an empty or half-made steward.db is always damage.</summary>
internal static class JournalCreation
{
    public static void Create(JournalOptions options)
    {
        var fresh = options.DatabasePath + ".new";
        Prepare(fresh, options.Steps);
        MoveIntoPlace(fresh, options.DatabasePath, options.Steps);
    }

    public static void Prepare(string path, DurableSteps steps)
    {
        RemoveWithLog(path);
        OwnerFiles.Replace(path, [], steps);
        using var database = Database.ForWriting(path);
        Schema.Migrate(database, Schema.Migrations, steps);
        // Closing would do this, too, but keep a failure to itself.
        database.CopyLog();
    }

    public static void MoveIntoPlace(string from, string to, DurableSteps steps)
    {
        using (var file = File.OpenHandle(from, FileMode.Open, FileAccess.ReadWrite)) Posix.Sync(file, from);
        OwnerFiles.Rename(from, to, steps);
        OwnerFiles.SyncDirectory(Path.GetDirectoryName(to)!, steps);
    }

    public static void RemoveWithLog(string path)
    {
        foreach (var ending in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(path + ending);
    }
}
