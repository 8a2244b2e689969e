using Steward.Keeper.Native;
using Steward.Keeper.Polling;

namespace Steward.Keeper.Children;

/// <summary>Ends what an earlier keeper of this state directory left running when it died: those children have lost their pipes.</summary>
internal static unsafe class CookieSweep
{
    private const int FirstLook = 5, LongestLook = 100;
    private static readonly TimeSpan ForcedLimit = TimeSpan.FromSeconds(5);

    /// <summary>How many processes there were.</summary>
    public static int Run(string instance, ProcessTable table, TimeSpan grace, Clock clock)
    {
        var carriers = table.Carriers(instance);
        var count = carriers.Count;
        if (count == 0) return 0;
        SignalUntilGone(carriers, Signal.Term, once: true, clock.In(grace));
        SignalUntilGone(carriers, Signal.Kill, once: false, clock.In(ForcedLimit));
        return count;

        void SignalUntilGone(List<ProcessEntry> found, int signal, bool once, long until)
        {
            foreach (var entry in found) entry.Send(signal);
            // Nothing else is waiting yet: the keeper has no daemon and no listener while it sweeps.
            for (var look = FirstLook; carriers.Count > 0 && clock.Now < until; look = Math.Min(look * 2, LongestLook))
            {
                _ = Libc.poll(null, 0, look);
                Reaper.Reap((_, _) => { });
                carriers = table.Carriers(instance);
                if (!once) foreach (var entry in carriers) entry.Send(signal);
            }
        }
    }
}
