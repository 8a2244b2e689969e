using System.Buffers.Text;
using System.Globalization;

namespace Steward.Daemon.Api.Security;

/// <summary>
/// The processes below the keeper, but for this daemon: every agent, whatever an agent started, and what is left of one that has ended. One that
/// tries to leave is given back to the keeper by the kernel.
/// </summary>
internal sealed class KeptFamily(int keeperPid)
{
    private const int MaxDepth = 128;

    /// <summary>True where the kernel does not say.</summary>
    public bool Exists()
    {
        var leader = keeperPid.ToString(CultureInfo.InvariantCulture);
        try
        {
            // Whoever loses its parent goes to the first thread. Read last, it shows also those who moved meanwhile.
            return Directory.EnumerateDirectories($"/proc/{keeperPid}/task").OrderBy(thread => Path.GetFileName(thread) == leader).Any(HasChild);
        }
        catch (IOException)
        {
            // The keeper itself is gone.
            return true;
        }
    }

    /// <summary>Those who are surely not in it left out.</summary>
    public IEnumerable<int> Members()
    {
        var known = new Dictionary<int, bool>();
        return Directory.EnumerateFileSystemEntries("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 1 && Has(pid, known) != false);
    }

    /// <summary>Null when a process between it and the keeper ended while we looked: its children have another parent by now.</summary>
    public bool? Has(int pid) => Has(pid, []);

    /// <param name="known">Of those whose line was followed a moment ago.</param>
    private bool? Has(int pid, Dictionary<int, bool> known)
    {
        var line = new List<int>();
        while (pid > 1 && line.Count < MaxDepth)
        {
            if (known.TryGetValue(pid, out var before))
                return Learn(line, known, before);
            // Where /proc hides the processes of other users, one that is still somebody's parent is hidden, and not gone.
            if (ParentOf(pid) is not { } parent)
                return line.Count > 0 && ParentOf(line[^1]) == pid ? false : null;
            line.Add(pid);
            if (parent == keeperPid)
                return Learn(line, known, pid != Environment.ProcessId);
            pid = parent;
        }
        // A line of parents without an end is not one of the owner's shells.
        return Learn(line, known, pid > 1);
    }

    private static bool Learn(List<int> line, Dictionary<int, bool> known, bool isIn)
    {
        foreach (var pid in line)
            known[pid] = isIn;
        return isIn;
    }

    private static bool HasChild(string thread)
    {
        try
        {
            return File.ReadAllText(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Any(static child => int.Parse(child, CultureInfo.InvariantCulture) != Environment.ProcessId);
        }
        catch (IOException)
        {
            // A thread that has ended has none; one that is there has them on a kernel that does not tell.
            return Directory.Exists(thread);
        }
    }

    private static int? ParentOf(int pid)
    {
        try
        {
            // Read bare: a connection may ask about hundreds.
            using var file = File.OpenHandle($"/proc/{pid}/stat", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            Span<byte> buffer = stackalloc byte[512];
            var stat = buffer[..RandomAccess.Read(file, buffer, 0)];
            // The name in brackets may hold anything, brackets and spaces too: the fields begin behind the last one, and the state is one letter.
            return Utf8Parser.TryParse(stat[(stat.LastIndexOf((byte)')') + 4)..], out int parent, out _) ? parent : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
