using System.Globalization;

namespace Steward.Daemon.Api.Security;

/// <summary>
/// Tells whether a process descends from an agent: then it gets the agents' scope, whatever token it found. Every kept process hangs below the
/// keeper, and one that tries to leave its family is given back to the keeper by the kernel. While agents live, a peer that is gone before
/// it could be looked at counts as one: what it asked for would still be done.
/// </summary>
internal sealed class AgentProcesses(int keeperPid, Func<bool> anyAgentLives)
{
    private const int MaxDepth = 128;
    private const int Looks = 5;

    public bool IsAgent(Peer peer) => peer.IsAgent ??= peer.Pid is { } pid ? MayDescend(pid) : anyAgentLives() && MayBeHeld(peer);

    private bool MayDescend(int pid)
    {
        // The kernel shows processes outside of our pid namespace as 0; what descends from the keeper is never outside.
        for (var look = 0; pid > 0 && look < Looks; look++)
            if (Descends(pid) is { } known)
                return known;
        return pid > 0 && anyAgentLives();
    }

    private bool MayBeHeld(Peer peer)
    {
        if (TcpTable.PeerInode(peer) is not { } inode)
            return true;
        var socket = $"socket:[{inode}]";
        return KeptFamily().Any(pid => Holds(pid, socket)) || TcpTable.PeerInode(peer) != inode;
    }

    private IEnumerable<int> KeptFamily() =>
        Directory.EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 1 && Descends(pid) == true);

    /// <summary>Null when a process between it and the keeper ended while we looked: its children have another parent by now.</summary>
    private bool? Descends(int pid)
    {
        var child = 0;
        for (var depth = 0; depth < MaxDepth && pid > 1; depth++)
        {
            // Where /proc hides the processes of other users, one that is still somebody's parent is hidden, and not gone.
            if (ParentOf(pid) is not { } parent)
                return child > 0 && ParentOf(child) == pid ? false : null;
            if (parent == keeperPid)
                return pid != Environment.ProcessId;
            (child, pid) = (pid, parent);
        }
        // A line of parents without an end is not one of the owner's shells.
        return pid > 1;
    }

    private static bool Holds(int pid, string socket)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(descriptor => TargetOf(descriptor) == socket);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended, or is no longer ours to look into, while we looked.
            return false;
        }
    }

    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name;
        }
        catch (IOException)
        {
            // Closed meanwhile, which says nothing about the others.
            return null;
        }
    }

    private static int? ParentOf(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in brackets may hold anything, brackets and spaces too: the fields begin behind the last one.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 3);
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
