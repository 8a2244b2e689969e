using Steward.Daemon.Files;

namespace Steward.Daemon.Journal.Writing;

/// <summary>
/// Keeps some of the disk for the day when it is full: a file of our own that can be given back at once. On a disk too small for it, a
/// smaller one does.
/// </summary>
internal sealed class Ballast(JournalOptions options)
{
    private const long Smallest = 64 << 10;

    private readonly string _path = Path.Combine(options.Folder, "ballast");

    private readonly Lock _gate = new();

    private long _floor;
    private bool _missing;

    /// <summary>Looks after the ballast, and says whether there is room for what is not essential.</summary>
    public bool HasRoom()
    {
        var free = FreeSpace();
        lock (_gate)
        {
            // Until there is room for the ballast again, what it gave back is for stop and recovery alone.
            if (_missing && Wanted(free - _floor) >= Smallest) Allocate(Wanted(free - _floor));
            return !_missing && free >= _floor;
        }
    }

    public void Build()
    {
        _floor = options.FreeSpaceFloor ?? Math.Min(64L << 20, new DriveInfo(options.Folder).TotalSize / 100);
        var standing = File.Exists(_path) ? new FileInfo(_path).Length : 0;
        var wanted = Wanted(FreeSpace() + standing);
        if (standing >= wanted && standing >= Math.Min(Smallest, options.BallastBytes)) return;
        if (wanted >= Smallest) Allocate(wanted);
        else _missing = options.BallastBytes >= Smallest;
    }

    /// <summary>False when there was none to give.</summary>
    public bool Release()
    {
        lock (_gate)
        {
            if (!File.Exists(_path)) return false;
            _missing = true;
            var step = options.Steps.Before(StorageStep.Remove);
            File.Delete(_path);
            options.Steps.After(step, StorageStep.Remove);
            return true;
        }
    }

    private long FreeSpace() => new DriveInfo(options.Folder).AvailableFreeSpace;

    private long Wanted(long free) => Math.Min(options.BallastBytes, free / 8);

    private void Allocate(long bytes)
    {
        OwnerFiles.RequireSafe(_path);
        var step = options.Steps.Before(StorageStep.CreateFile);
        try
        {
            File.Delete(_path);
            using var file = OwnerFiles.CreateNew(_path, bytes);
            file.SetLength(bytes);
            _missing = false;
        }
        catch (IOException)
        {
            // Less room than the system had said: it is tried again when there is more.
            _missing = true;
        }

        options.Steps.After(step, StorageStep.CreateFile);
    }
}
