using System.Security.Cryptography;

namespace Steward.Daemon.Trust;

/// <summary>A file as it is now.</summary>
internal readonly record struct FoundFile(string Path, string Sha256);

/// <summary>There is more than anybody could look through: it is not trusted, whoever says so.</summary>
internal sealed class TooMuchToTrustException(string folder) : Exception($"{folder} holds more files than can be looked through, so it cannot be trusted.");

/// <summary>
/// Finds the files that tell an agent's program what to run: those in its folder and in every folder above, for programs look there too. Links are
/// followed: what counts is what would be read.
/// </summary>
internal sealed class WorkspaceScan(string? home)
{
    private const int MostFiles = 2000;
    private const int MostDepth = 12;
    private const long MostBytes = 32L << 20;

    private long _bytes;

    /// <summary>Of Claude Code's own making: whole working copies, each with files of this kind that nobody loads from here.</summary>
    private const string OwnCopies = "worktrees";

    public static IReadOnlyList<FoundFile> Of(string folder, IReadOnlyCollection<string> names, string? home) => new WorkspaceScan(home).Find(folder, names);

    private List<FoundFile> Find(string folder, IReadOnlyCollection<string> names)
    {
        var found = new List<FoundFile>();
        for (var at = (string?)folder; at is not null; at = Path.GetDirectoryName(at))
            foreach (var name in names)
                // The folder of that name in the owner's home holds the owner's own settings.
                if (at != home || !Directory.Exists(Path.Combine(at, name)))
                    Take(Path.Combine(at, name), folder, 0, found);
        found.Sort(static (one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    private void Take(string path, string folder, int depth, List<FoundFile> found)
    {
        if (found.Count >= MostFiles || depth > MostDepth)
            throw new TooMuchToTrustException(folder);
        if (Directory.Exists(path))
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(path))
                if (depth > 0 || Path.GetFileName(entry) != OwnCopies)
                    Take(entry, folder, depth + 1, found);
        }
        else if (File.Exists(path))
            found.Add(new FoundFile(path, HashOf(path, folder)));
    }

    private string HashOf(string path, string folder)
    {
        // A pipe or a device would be waited for, or never end.
        if ((File.GetAttributes(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) & FileAttributes.Device) != 0)
            throw new TooMuchToTrustException(folder);
        using var file = File.OpenRead(path);
        _bytes += file.Length;
        return _bytes > MostBytes ? throw new TooMuchToTrustException(folder) : Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
