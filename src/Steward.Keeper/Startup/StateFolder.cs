using Steward.Keeper.Native;

namespace Steward.Keeper.Startup;

/// <summary>The folder of state: ours alone, 0700, and reached through no link that someone else could turn.</summary>
internal static unsafe class StateFolder
{
    private const int TypeMask = 0xF000, Directory = 0x4000, AtFdCwd = -100, NoFollowLink = 0x100;
    private const uint OwnerOnly = 0x1C0, BasicStats = 0x7FF;

    public static void Prepare(string path)
    {
        // The state directory may be the first thing that is ever written under the home.
        if (Path.GetDirectoryName(path) is { Length: > 1 } parent && !System.IO.Directory.Exists(parent)) MakeParents(parent);
        if (Libc.mkdir(path, OwnerOnly) != 0 && Errno.Last != Errno.EEXIST)
            throw Refused($"cannot create {path}: {Errno.Text(Errno.Last)}");
        Libc.FileStatus status;
        if (Libc.statx(AtFdCwd, path, NoFollowLink, BasicStats, &status) != 0)
            throw Refused($"cannot look at {path}: {Errno.Text(Errno.Last)}");
        if ((status.Mode & TypeMask) != Directory) throw Refused($"{path} is not a directory of its own (a link is not followed)");
        if (status.Uid != Libc.geteuid()) throw Refused($"{path} belongs to another user (uid {status.Uid})");
        if ((status.Mode & 0xFFF) != OwnerOnly && Libc.chmod(path, OwnerOnly) != 0)
            throw Refused($"cannot make {path} private: {Errno.Text(Errno.Last)}");
    }

    private static void MakeParents(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 1 } parent && !System.IO.Directory.Exists(parent)) MakeParents(parent);
        _ = Libc.mkdir(path, OwnerOnly);
    }

    /// <summary>A random name that stays with this state directory: what its children carry tells them from all others.</summary>
    public static string InstanceId(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, "instance");
        var fd = Libc.open(path, Native.Open.ReadWrite | Native.Open.Create | Native.Open.NoFollow | Native.Open.CloseOnExec, 0x180);
        if (fd < 0) throw Refused($"cannot open {path}: {Errno.Text(Errno.Last)}");
        try
        {
            var bytes = stackalloc byte[64];
            var got = (int)Libc.read(fd, bytes, 64);
            var id = got > 0 ? new string((sbyte*)bytes, 0, got).Trim() : "";
            if (id.Length == 32 && Array.TrueForAll(id.ToCharArray(), char.IsAsciiHexDigitLower)) return id;
            // 122 random bits, without loading a library for cryptography.
            id = Guid.NewGuid().ToString("N");
            _ = Libc.ftruncate(fd, 0);
            _ = Libc.lseek(fd, 0, 0);
            var errno = Descriptor.WriteAll(fd, System.Text.Encoding.ASCII.GetBytes(id + "\n"));
            return errno == 0 ? id : throw Refused($"cannot write {path}: {Errno.Text(errno)}");
        }
        finally
        {
            _ = Libc.close(fd);
        }
    }

    private static KeeperFailure Refused(string message) => new("state_directory", KeeperFailure.Permanent, message);
}
