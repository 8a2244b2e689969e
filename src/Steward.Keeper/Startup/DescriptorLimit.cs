using Steward.Keeper.Native;

namespace Steward.Keeper.Startup;

internal static unsafe class DescriptorLimit
{
    private const int OpenFiles = 7;
    private const ulong Least = 1024;

    /// <summary>Below this a burst of connections alone can end the runtime of a server: better not to start.</summary>
    public static void Raise()
    {
        var limit = stackalloc ulong[2];
        if (Libc.getrlimit(OpenFiles, limit) != 0) return;
        if (limit[0] < limit[1])
        {
            limit[0] = limit[1];
            _ = Libc.setrlimit(OpenFiles, limit);
            _ = Libc.getrlimit(OpenFiles, limit);
        }
        if (limit[0] < Least)
            throw new KeeperFailure("limits", KeeperFailure.Permanent,
                $"this shell allows {limit[0]} open files and {Least} are needed: raise it with ulimit -n {Least}");
    }
}
