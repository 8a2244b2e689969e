using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Steward.Keeper.Native;
using Steward.Keeper.Startup;

namespace Steward.Keeper.Listeners;

/// <summary>The kernel takes 107 bytes of path for a unix socket. A longer one gets a short stand-in that only we can enter.</summary>
internal static class SocketPath
{
    public static string Usable(string wanted)
    {
        if (Encoding.UTF8.GetByteCount(wanted) <= SocketAddress.LongestUnixPath) return wanted;
        var folder = Path.Combine(Base(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)).AsSpan(0, 8)));
        StateFolder.Prepare(folder);
        var path = Path.Combine(folder, Path.GetFileName(wanted));
        return Encoding.UTF8.GetByteCount(path) <= SocketAddress.LongestUnixPath
            ? path
            : throw new KeeperFailure("socket_path", KeeperFailure.Permanent, $"no path for the socket is short enough: {path}");
    }

    /// <summary>Takes the socket away, and with it the folder that was made for it.</summary>
    public static void Remove(string used, string wanted)
    {
        _ = Libc.unlink(used);
        if (used != wanted) _ = Libc.rmdir(Path.GetDirectoryName(used)!);
    }

    private static string Base()
    {
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 60 } runtime && Directory.Exists(runtime))
        {
            var ours = Path.Combine(runtime, "steward");
            StateFolder.Prepare(ours);
            return ours;
        }
        var shared = Path.Combine("/tmp", "steward-" + Libc.geteuid().ToString(CultureInfo.InvariantCulture));
        StateFolder.Prepare(shared);
        return shared;
    }
}
