using Steward.Keeper.Native;

namespace Steward.Keeper.Children;

/// <summary>
/// Takes in every process that ended: ours by their pids, and the orphans that came to us as the subreaper. It looks first who it is
/// (WNOWAIT), so that a status always reaches the one whose it is.
/// </summary>
internal static unsafe class Reaper
{
    private const int AnyChild = 0, NoHang = 1, Exited = 4, LeaveWaitable = 0x01000000, PidField = 4;

    public static void Reap(Action<int, ExitStatus> onDeath)
    {
        var information = stackalloc int[32];
        while (true)
        {
            information[PidField] = 0;
            if (Libc.waitid(AnyChild, 0, information, Exited | NoHang | LeaveWaitable) != 0)
            {
                if (Errno.Last == Errno.EINTR) continue;
                return;
            }
            var pid = information[PidField];
            if (pid == 0) return;
            int status;
            if (Libc.waitpid(pid, &status, NoHang) == pid) onDeath(pid, ExitStatus.FromWait(status));
        }
    }
}
