using Steward.Daemon.Files;
using Steward.Daemon.Journal.Rows;
using Steward.Daemon.Journal.Salvaging;
using Steward.Daemon.Journal.Writing;

namespace Steward.Daemon.Journal;

/// <summary>Opens the database: a newer one is refused untouched, a missing one made, a damaged one salvaged.</summary>
internal sealed class JournalOpening(JournalOptions options)
{
    // Reading all of a larger file would hold the start up; its rows have checksums of their own.
    private const long LargestToCheckWhole = 256 << 20;

    private readonly Suspicion _suspicion = new(options);

    public OpenedJournal Open()
    {
        OwnerFiles.CreateDirectory(options.Folder);
        foreach (var ending in (string[])["", "-wal", "-shm"]) OwnerFiles.RequireSafe(options.DatabasePath + ending);
        try
        {
            return OpenOrSalvage();
        }
        catch (Exception full) when (StorageErrors.Classify(full) == StorageTrouble.Full && new Ballast(options).Release())
        {
            // Even reading needs a little room for SQLite's shared memory: this is what the ballast is for.
            return OpenOrSalvage();
        }
    }

    private OpenedJournal OpenOrSalvage()
    {
        SalvageSwap.Resume(options);
        if (!File.Exists(options.DatabasePath) && !File.Exists(options.DatabasePath + "-wal")) JournalCreation.Create(options);
        try
        {
            return OpenWhole();
        }
        catch (Exception damage) when (StorageErrors.Classify(damage) == StorageTrouble.Damage)
        {
            new Salvage(options).Run(damage.Message);
            return OpenWhole();
        }
    }

    private OpenedJournal OpenWhole()
    {
        var boot = new BootNote(options);
        var log = WriteAheadLog.Read(options.DatabasePath + "-wal");
        if (!File.Exists(options.DatabasePath)) throw new JournalDamagedException($"{options.DatabasePath} is gone, and its log is not.");
        var unclean = File.Exists(options.DatabasePath + "-wal");
        if (new DamageProbe(options.DatabasePath, log).Look(boot.IsTheSame) is { } wrong)
            throw new JournalDamagedException($"{options.DatabasePath}: {wrong}.");
        var database = Database.ForWriting(options.DatabasePath);
        try
        {
            database.CheckpointOnClose(false);
            Verify(database, unclean && !boot.IsTheSame);
            var lastGseq = Math.Max(Fact.Find(database, Fact.LastGseq)?.Value ?? 0, database.Scalar("SELECT max(gseq) FROM events"));
            database.CheckpointOnClose(true);
            boot.Write();
            // SQLite has made the log's file by now, and would ignore it if the sync of its folder failed.
            OwnerFiles.SyncDirectory(options.Folder, options.Steps);
            return new OpenedJournal(database, lastGseq, _suspicion);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Verify(Database database, bool uncleanBoot)
    {
        Schema.Verify(database);
        Schema.Migrate(database, Schema.Migrations, options.Steps);
        SmallTables.Verify(database);
        if (_suspicion.Stands)
        {
            CheckWhole(database, "PRAGMA integrity_check(1)");
            EventRows.Verify(database);
            _suspicion.Settle();
        }
        else if (uncleanBoot && new FileInfo(options.DatabasePath).Length < LargestToCheckWhole) CheckWhole(database, "PRAGMA quick_check(1)");
        _suspicion.Lift();
    }

    private void CheckWhole(Database database, string pragma)
    {
        using var check = new Statement(database.Handle, pragma);
        if (check.Step() && check.Text(0) is not "ok" and var problem)
            throw new JournalDamagedException($"{options.DatabasePath}: {problem}");
    }
}
