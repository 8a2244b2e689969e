using System.Globalization;
using System.Text.Json;
using Steward.Daemon.Files;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>
/// Puts the salvaged database in the place of the damaged one. The new one is complete under a name of its own before the old one moves,
/// so an end of the process at any point is made good by the next opening. The old log moves first: SQLite would replay it into the new file.
/// </summary>
internal static class SalvageSwap
{
    private const string Salvaged = ".salvaged-";
    private const string Damaged = ".damaged-";
    private const int LargestReport = 64 << 20;

    public static string NameOfDamaged(JournalOptions options) => options.DatabasePath + Damaged
        + options.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);

    public static SalvageReport Finish(JournalOptions options, string fresh, SalvageReport report)
    {
        OwnerFiles.Replace(report.KeptAs + ".json", JsonSerializer.SerializeToUtf8Bytes(report, SalvageJson.Default.SalvageReport), options.Steps);
        var ready = options.DatabasePath + Salvaged + report.KeptAs[(options.DatabasePath + Damaged).Length..];
        JournalCreation.MoveIntoPlace(fresh, ready, options.Steps);
        Swap(options, ready, report.KeptAs);
        return report;
    }

    /// <summary>Ends a swap that was cut off. Null when there is none.</summary>
    public static SalvageReport? Resume(JournalOptions options)
    {
        var ready = Directory.GetFiles(options.Folder, Path.GetFileName(options.DatabasePath) + Salvaged + "*");
        if (ready.Length == 0) return null;
        var keptAs = options.DatabasePath + Damaged + ready[0][(options.DatabasePath + Salvaged).Length..];
        Swap(options, ready[0], keptAs);
        return OwnerFiles.ReadOwned(keptAs + ".json", LargestReport) is { } report
            ? JsonSerializer.Deserialize(report, SalvageJson.Default.SalvageReport)
            : null;
    }

    private static void Swap(JournalOptions options, string ready, string keptAs)
    {
        foreach (var ending in (string[])["-wal", "-shm", ""])
            if (File.Exists(options.DatabasePath + ending))
                OwnerFiles.Rename(options.DatabasePath + ending, keptAs + ending, options.Steps);
        // On disk before the new database appears: after a power loss the old log must not lie beside it.
        OwnerFiles.SyncDirectory(options.Folder, options.Steps);
        OwnerFiles.Rename(ready, options.DatabasePath, options.Steps);
        OwnerFiles.SyncDirectory(options.Folder, options.Steps);
    }
}
