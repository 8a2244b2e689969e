using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Steward.Daemon.Files;

namespace Steward.Daemon.Logs;

/// <summary>The files of the log: their names, the link to today's, and which of them are old enough to go.</summary>
internal sealed class LogFolder(LogFileOptions options)
{
    private const string Prefix = "daemon-";
    private const string Suffix = ".log";
    private const string DayFormat = "yyyy-MM-dd";

    public string FileOf(DateOnly day) => Path.Combine(options.Folder, Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture) + Suffix);

    public SafeFileHandle OpenForAppending(DateOnly day)
    {
        OwnerFiles.CreateDirectory(options.Folder);
        var path = FileOf(day);
        if (Posix.OpenForAppending(path) is { } present) return present;
        OwnerFiles.CreateNew(path).Dispose();
        return Posix.OpenForAppending(path) ?? throw new FileNotFoundException("The log vanished as it was made.", path);
    }

    /// <summary>The full file of the day gets the next free number, and the oldest of its pieces goes when there are too many.</summary>
    public void SetAside(DateOnly day)
    {
        var file = FileOf(day);
        var pieces = PiecesOf(file).Order().ToList();
        File.Move(file, Piece(file, pieces.LastOrDefault() + 1));
        foreach (var old in pieces.Take(Math.Max(0, pieces.Count + 1 - options.MaxPieces)))
            File.Delete(Piece(file, old));
    }

    public void LinkTo(DateOnly day)
    {
        var target = Path.GetRelativePath(Path.GetDirectoryName(options.Link) ?? "/", FileOf(day));
        // A file that somebody put there is not ours to replace.
        if (FileIdentity.Of(options.Link) is { } found && (found.Kind != FileKind.Link || new FileInfo(options.Link).LinkTarget == target)) return;
        var temporary = $"{options.Link}.{Guid.NewGuid():N}.tmp";
        File.CreateSymbolicLink(temporary, target);
        File.Move(temporary, options.Link, overwrite: true);
    }

    public void RemoveOld(DateOnly today)
    {
        foreach (var path in Directory.EnumerateFiles(options.Folder, Prefix + "*" + Suffix + "*"))
            if (DayOf(path) is { } day && day.AddDays(options.KeepDays) <= today)
                File.Delete(path);
    }

    private static string Piece(string file, int number) => string.Create(CultureInfo.InvariantCulture, $"{file}.{number}");

    private static IEnumerable<int> PiecesOf(string file) =>
        from piece in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + ".*")
        let number = int.TryParse(Path.GetExtension(piece).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0
        where number > 0
        select number;

    private static DateOnly? DayOf(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return name.Length >= Prefix.Length + DayFormat.Length
            && DateOnly.TryParseExact(name.Slice(Prefix.Length, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
    }
}
