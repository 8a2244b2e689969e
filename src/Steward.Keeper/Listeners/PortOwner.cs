using System.Globalization;

namespace Steward.Keeper.Listeners;

/// <summary>Who listens on a port, as far as this user may see.</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    public static (int Pid, string Name)? Find(int port)
    {
        var sockets = new HashSet<string>();
        foreach (var table in new[] { "/proc/net/tcp", "/proc/net/tcp6" }) AddListeners(table, port, sockets);
        return sockets.Count == 0 ? null : FindHolder(sockets);
    }

    private static void AddListeners(string table, int port, HashSet<string> sockets)
    {
        if (!File.Exists(table)) return;
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        foreach (var line in File.ReadLines(table))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith(suffix, StringComparison.Ordinal))
                sockets.Add($"socket:[{fields[9]}]");
        }
    }

    private static (int, string)? FindHolder(HashSet<string> sockets)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (Holds(process, sockets)) return (pid, Name(process));
        }
        return null;
    }

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries(process + "/fd"))
                if (new FileInfo(descriptor).LinkTarget is { } target && sockets.Contains(target)) return true;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or it is another user's.
        }
        return false;
    }

    private static string Name(string process)
    {
        try
        {
            return File.ReadAllText(process + "/comm").TrimEnd('\n');
        }
        catch (IOException)
        {
            // It ended in between; its pid is still worth saying.
            return "ended";
        }
    }
}
