using Steward.Daemon.Files;
using Steward.Daemon.Journal.Rows;
using Steward.Daemon.Journal.Writing;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>
/// Reads a damaged database page by page, past whatever SQLite stumbles over, and writes every row that its checksum proves into a fresh
/// one. Rows prove themselves, so neither indexes nor the tree that held them are needed.
/// </summary>
internal sealed class Salvage(JournalOptions options)
{
    // Numbers that may have been given and are lost must not be given to other events: a cursor may stand there.
    private const long SkippedGseqs = 1_000_000;
    private const int EventsInTransaction = 20_000;

    private readonly string _fresh = options.DatabasePath + ".salvaging";
    private long _pending;

    public void Run(string reason)
    {
        JournalCreation.Prepare(_fresh, options.Steps);
        try
        {
            var (kept, losses) = Rescue();
            SalvageSwap.Finish(options, _fresh, new SalvageReport
            {
                Reason = reason,
                KeptAs = SalvageSwap.NameOfDamaged(options),
                EventsKept = kept,
                Losses = losses,
            });
        }
        catch
        {
            // Nothing has been moved: the next start begins again, and the space is needed until then.
            JournalCreation.RemoveWithLog(_fresh);
            throw;
        }
    }

    private (long Kept, IReadOnlyList<SessionLoss> Losses) Rescue()
    {
        using var fresh = Database.ForBulk(_fresh);
        var sql = new WriterStatements(fresh);
        fresh.Execute("BEGIN");
        var rows = new FoundRows((found, at) => Keep(fresh, sql, found, at));
        using (var pages = new PageVersions(options.DatabasePath, WriteAheadLog.Read(options.DatabasePath + "-wal"))) Collect(pages, rows);
        var losses = new SalvagedTables(fresh, sql, rows).Write();
        Fact.Store(fresh, new Fact(Fact.LastGseq, rows.LastGseq + SkippedGseqs, ""));
        fresh.Execute("COMMIT");
        return (fresh.Scalar("SELECT count(*) FROM events"), losses);
    }

    private static void Collect(PageVersions pages, FoundRows rows)
    {
        var cells = new PageCells(pages);
        var broken = new HashSet<uint>();
        foreach (var (number, page) in pages.Current())
            if (!CollectPage(cells, page, rows, current: true)) broken.Add(number);
        // Of whole pages the older versions hold nothing but what was deleted since.
        foreach (var page in pages.Older(broken)) CollectPage(cells, page, rows, current: false);
    }

    /// <summary>False when something in the page could not be read.</summary>
    private static bool CollectPage(PageCells cells, byte[] page, FoundRows rows, bool current)
    {
        var (whole, found) = (true, false);
        foreach (var cell in cells.In(page))
        {
            found = true;
            whole &= rows.Take(cell, current);
        }

        if (found && whole) return true;
        foreach (var cell in cells.Anywhere(page)) rows.Take(cell, current: false);
        return false;
    }

    private void Keep(Database fresh, WriterStatements sql, StoredEvent found, long at)
    {
        sql.InsertFound(found, at);
        if (++_pending % EventsInTransaction != 0) return;
        fresh.Execute("COMMIT; BEGIN");
    }
}
