using System.Globalization;
using Steward.Keeper.Native;

namespace Steward.Keeper.Children;

/// <summary>
/// Everything that runs, read at most once in a turn of the loop. Because the keeper is the subreaper, whatever its children leave behind
/// comes back to it as an orphan: so the descendants of the keeper are all there is to search, and only orphans need to show their cookie.
/// </summary>
internal sealed class ProcessTable
{
    private readonly int keeper = Libc.getpid();
    private readonly List<ProcessEntry> entries = [];
    private readonly Dictionary<int, string?> cookies = [];
    private bool fresh;

    public void Forget() => fresh = false;

    /// <summary>The living processes of a launch: its session, its cookie, and the descendants of both.</summary>
    public List<ProcessEntry> Members(int leader, string? cookie)
    {
        Refresh();
        return Closure(entry => entry.Pid == leader || entry.Session == leader
            || (cookie is not null && entry.Parent == keeper && CookieOf(entry.Pid) == cookie));
    }

    /// <summary>All descendants of the keeper itself.</summary>
    public List<ProcessEntry> Descendants()
    {
        Refresh();
        return Closure(entry => entry.Parent == keeper);
    }

    /// <summary>Every process of this user that carries a cookie of this instance, and their descendants, wherever they hang.</summary>
    public List<ProcessEntry> Carriers(string instance)
    {
        Forget();
        Refresh();
        return Closure(entry => entry.Pid != keeper
            && CookieOf(entry.Pid)?.StartsWith(instance + ":", StringComparison.Ordinal) == true);
    }

    private List<ProcessEntry> Closure(Func<ProcessEntry, bool> isRoot)
    {
        var found = new HashSet<int>();
        // A parent may stand behind its child in the table, so look until nothing is added.
        for (var before = -1; before != found.Count;)
        {
            before = found.Count;
            foreach (var entry in entries)
                if (entry.Pid != keeper && !found.Contains(entry.Pid) && (found.Contains(entry.Parent) || isRoot(entry)))
                    found.Add(entry.Pid);
        }
        return entries.FindAll(entry => found.Contains(entry.Pid) && !entry.IsDead);
    }

    private string? CookieOf(int pid)
    {
        if (!cookies.TryGetValue(pid, out var cookie)) cookies[pid] = cookie = Cookie.Of(pid);
        return cookie;
    }

    private void Refresh()
    {
        if (fresh) return;
        entries.Clear();
        cookies.Clear();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(directory.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (ProcessEntry.TryRead(pid, out var entry)) entries.Add(entry);
        }
        fresh = true;
    }
}
