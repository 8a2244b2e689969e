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

    public static void Finish(JournalOptions options, string fresh, SalvageReport report)
    {
        OwnerFiles.Replace(report.KeptAs + ".json", JsonSerializer.SerializeToUtf8Bytes(report, SalvageJson.Default.SalvageReport), options.Steps);
        var ready = options.DatabasePath + Salvaged + report.KeptAs[(options.DatabasePath + Damaged).Length..];
        JournalCreation.MoveIntoPlace(fresh, ready, options.Steps);
        Swap(options, ready, report.KeptAs);
    }

    /// <summary>Ends a swap that was cut off, if there is one.</summary>
    public static void Resume(JournalOptions options)
    {
        foreach (var ready in Directory.GetFiles(options.Folder, Path.GetFileName(options.DatabasePath) + Salvaged + "*"))
            Swap(options, ready, options.DatabasePath + Damaged + ready[(options.DatabasePath + Salvaged).Length..]);
    }

    /// <summary>The reports whose damaged files are still there, the oldest first.</summary>
    public static IReadOnlyList<SalvageReport> Kept(JournalOptions options) =>
    [
        .. Directory.GetFiles(options.Folder, Path.GetFileName(options.DatabasePath) + Damaged + "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<SalvageReport>(),
    ];

    private static SalvageReport? Read(string path)
    {
        try
        {
            return OwnerFiles.ReadOwned(path, LargestReport) is { } json ? JsonSerializer.Deserialize(json, SalvageJson.Default.SalvageReport) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or UnsafeFileException)
        {
            // The damaged file lies beside it; that must not keep the journal closed.
            return null;
        }
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
