using System.Runtime.InteropServices;
using Steward.Keeper.Native;

namespace Steward.Keeper.Polling;

internal interface IPolled
{
    /// <summary>Something happened on a descriptor that was watched; it may have been closed since by another's turn.</summary>
    void OnReady(int tag, short events);
}

/// <summary>What poll() watches in this turn. It is built anew each turn, so nothing can stay watched by mistake.</summary>
internal sealed unsafe class PollSet
{
    private readonly List<(IPolled Target, int Tag)> watched = [];
    private Libc.PollEntry* entries;
    private int capacity;

    public void Clear() => watched.Clear();

    public void Watch(int fd, short events, IPolled target, int tag = 0)
    {
        if (fd < 0) return;
        if (watched.Count == capacity)
        {
            capacity = Math.Max(64, capacity * 2);
            entries = (Libc.PollEntry*)NativeMemory.Realloc(entries, (nuint)(capacity * sizeof(Libc.PollEntry)));
        }
        entries[watched.Count] = new Libc.PollEntry { Fd = fd, Events = events };
        watched.Add((target, tag));
    }

    public void Wait(int milliseconds)
    {
        var ready = Libc.poll(entries, (nuint)watched.Count, milliseconds);
        if (ready < 0 && Errno.Last != Errno.EINTR) throw new SystemCallException("poll", Errno.Last);
        for (var i = 0; ready > 0 && i < watched.Count; i++)
        {
            if (entries[i].Returned == 0) continue;
            ready--;
            watched[i].Target.OnReady(watched[i].Tag, entries[i].Returned);
        }
    }
}
