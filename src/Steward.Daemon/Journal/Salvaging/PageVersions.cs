using Microsoft.Win32.SafeHandles;

namespace Steward.Daemon.Journal.Salvaging;

/// <summary>Every version of every page that a database and its log still hold, the newest believed one of each first.</summary>
internal sealed class PageVersions : IDisposable
{
    private readonly SafeFileHandle? _database;
    private readonly SafeFileHandle? _log;
    private readonly Dictionary<uint, LogFrame> _newest = [];
    private readonly List<LogFrame> _older = [];

    public PageVersions(string path, WriteAheadLog log)
    {
        _database = Open(path);
        _log = Open(path + "-wal");
        DatabasePages = _database is null ? 0 : (RandomAccess.GetLength(_database) + Schema.PageSize - 1) / Schema.PageSize;
        foreach (var frame in log.Frames.Concat(log.Behind))
        {
            if (_newest.TryGetValue(frame.Page, out var replaced)) _older.Add(replaced);
            _newest[frame.Page] = frame;
        }
    }

    public long DatabasePages { get; }

    /// <summary>The database as it should be: each page once, with its number.</summary>
    public IEnumerable<(uint Number, byte[] Page)> Current()
    {
        for (uint page = 1; page <= DatabasePages; page++)
            if (!_newest.ContainsKey(page)) yield return (page, Read(_database!, (page - 1L) * Schema.PageSize));
        foreach (var frame in _newest.Values) yield return (frame.Page, Read(_log!, frame.Offset));
    }

    /// <summary>What these pages were before: rows may be here that the newer version of a page has lost to damage.</summary>
    public IEnumerable<byte[]> Older(IReadOnlySet<uint> numbers)
    {
        foreach (var page in _newest.Keys)
            if (page <= DatabasePages && numbers.Contains(page)) yield return Read(_database!, (page - 1L) * Schema.PageSize);
        foreach (var frame in _older)
            if (numbers.Contains(frame.Page)) yield return Read(_log!, frame.Offset);
    }

    /// <summary>The page as it is now; null when there is none of this number.</summary>
    public byte[]? Page(uint page)
    {
        if (_newest.TryGetValue(page, out var frame)) return Read(_log!, frame.Offset);
        return page >= 1 && page <= DatabasePages ? Read(_database!, (page - 1L) * Schema.PageSize) : null;
    }

    public void Dispose()
    {
        _database?.Dispose();
        _log?.Dispose();
    }

    private static SafeFileHandle? Open(string path) =>
        File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite) : null;

    /// <summary>What a cut file lacks reads as zeros.</summary>
    private static byte[] Read(SafeFileHandle file, long offset)
    {
        var page = new byte[Schema.PageSize];
        RandomAccess.Read(file, page, offset);
        return page;
    }
}
