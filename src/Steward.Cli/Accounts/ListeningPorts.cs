using System.Globalization;

namespace Steward.Cli.Accounts;

/// <summary>The TCP ports that a process and its descendants listen on, from /proc: sockets have a number there, and so have a process's descriptors.</summary>
internal static class ListeningPorts
{
    private const string Listening = "0A";

    public static IReadOnlyList<int> OfTree(int root)
    {
        var sockets = Tree(root).SelectMany(Sockets).ToHashSet(StringComparer.Ordinal);
        return [.. new[] { "/proc/net/tcp6", "/proc/net/tcp" }.SelectMany(Lines).Select(line => PortOf(line, sockets)).OfType<int>().Distinct()];
    }

    private static int? PortOf(string line, HashSet<string> sockets)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 9 && fields[3] == Listening && sockets.Contains($"socket:[{fields[9]}]")
            ? int.Parse(fields[1].AsSpan(fields[1].LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : null;
    }

    private static IEnumerable<int> Tree(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(static folder => Path.GetFileName(folder)).Where(static name => int.TryParse(name, out _))
            .Select(static name => (Pid: int.Parse(name, CultureInfo.InvariantCulture), Parent: ParentOf(name))).ToLookup(static found => found.Parent, static found => found.Pid);
        var known = new Queue<int>([root]);
        while (known.TryDequeue(out var pid))
        {
            yield return pid;
            foreach (var child in parents[pid]) known.Enqueue(child);
        }
    }

    // The name of a program stands in brackets, and may itself have any in it.
    private static int ParentOf(string pid) => Lines($"/proc/{pid}/stat").FirstOrDefault() is { } stat
        && stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var parent, ..]
        && int.TryParse(parent, out var number) ? number : 0;

    private static IEnumerable<string> Sockets(int pid)
    {
        try
        {
            return [.. Directory.EnumerateFiles($"/proc/{pid}/fd").Select(static fd => new FileInfo(fd).LinkTarget).OfType<string>()];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
