using System.Globalization;
using Steward.Keeper.Native;
using Steward.Keeper.Startup;

namespace Steward.Keeper;

/// <summary>The lock of one state directory: a flock that the kernel drops with its holder, however that one ends.</summary>
public sealed unsafe class KeeperLock
{
    private const int Shared = 1, Exclusive = 2, NonBlocking = 4, Unlock = 8;
    // A command that only asks holds the lock shared for an instant; a start must not mistake it for an owner.
    private const int Attempts = 10, AttemptMilliseconds = 10;

    private readonly int fd;

    private KeeperLock(int fd) => this.fd = fd;

    /// <summary>Whether a keeper lives there. Nothing is written, and a missing file means that none does.</summary>
    public static bool IsHeld(string stateDirectory)
    {
        var fd = Libc.open(FilePath(stateDirectory), Native.Open.ReadOnly | Native.Open.NoFollow | Native.Open.CloseOnExec, 0);
        if (fd < 0) return false;
        var held = Libc.flock(fd, Shared | NonBlocking) != 0 && Errno.Last == Errno.EAGAIN;
        _ = Libc.close(fd);
        return held;
    }

    /// <summary>
    /// Whether a new start would still find this keeper: its folder, or the file of its lock, may have been removed. Where that cannot be told, it is.
    /// </summary>
    internal static bool IsFoundHeld(string stateDirectory)
    {
        var fd = Libc.open(FilePath(stateDirectory), Native.Open.ReadOnly | Native.Open.NoFollow | Native.Open.CloseOnExec, 0);
        if (fd < 0) return Errno.Last is not (Errno.ENOENT or Errno.ENOTDIR);
        var free = Libc.flock(fd, Shared | NonBlocking) == 0;
        _ = Libc.close(fd);
        return !free && OwnerPid(stateDirectory) is var owner && (owner is null || owner == Libc.getpid());
    }

    /// <summary>The pid that the holder wrote; it means something only while the lock is held.</summary>
    public static int? OwnerPid(string stateDirectory)
    {
        var fd = Libc.open(FilePath(stateDirectory), Native.Open.ReadOnly | Native.Open.NoFollow | Native.Open.CloseOnExec, 0);
        if (fd < 0) return null;
        var bytes = stackalloc byte[16];
        var got = (int)Libc.read(fd, bytes, 16);
        _ = Libc.close(fd);
        return int.TryParse(new ReadOnlySpan<byte>(bytes, Math.Max(got, 0)).TrimEnd((byte)'\n'), NumberStyles.None,
            CultureInfo.InvariantCulture, out var pid) ? pid : null;
    }

    internal static KeeperLock Take(string stateDirectory)
    {
        var path = FilePath(stateDirectory);
        var fd = Libc.open(path, Native.Open.ReadWrite | Native.Open.Create | Native.Open.NoFollow | Native.Open.CloseOnExec, 0x180);
        if (fd < 0)
            throw new KeeperFailure("state_directory", KeeperFailure.Permanent, $"cannot open {path}: {Errno.Text(Errno.Last)}");
        for (var attempt = 1; Libc.flock(fd, Exclusive | NonBlocking) != 0; attempt++)
        {
            if (attempt == Attempts) throw Lost(stateDirectory);
            _ = Libc.poll(null, 0, AttemptMilliseconds);
        }
        _ = Libc.ftruncate(fd, 0);
        _ = Descriptor.WriteAll(fd, System.Text.Encoding.ASCII.GetBytes(Libc.getpid().ToString(CultureInfo.InvariantCulture) + "\n"));
        return new KeeperLock(Descriptor.MoveHigh(fd));
    }

    internal void Drop() => _ = Libc.flock(fd, Unlock);

    private static KeeperFailure Lost(string stateDirectory)
    {
        var owner = OwnerPid(stateDirectory);
        return new KeeperFailure("locked", KeeperFailure.Permanent,
            owner is { } pid ? $"already running (pid {pid})" : "already running", owner);
    }

    private static string FilePath(string stateDirectory) => Path.Combine(stateDirectory, "keeper.lock");
}
