using Steward.Keeper.Children;

namespace Steward.Keeper;

/// <summary>A process, told apart from a later one with the same pid by the time of its start (clock ticks since boot).</summary>
public readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    public static ProcessIdentity Own => Of(Environment.ProcessId) ?? throw new InvalidOperationException("/proc is not mounted.");

    public static ProcessIdentity? Of(int pid) =>
        ProcessEntry.TryRead(pid, out var entry) ? new ProcessIdentity(pid, entry.StartTicks) : null;

    /// <summary>A zombie is not alive: it does nothing any more and only waits to be reaped.</summary>
    public static bool IsAlive(int pid, long startTicks) =>
        ProcessEntry.TryRead(pid, out var entry) && entry.StartTicks == startTicks && !entry.IsDead;
}
