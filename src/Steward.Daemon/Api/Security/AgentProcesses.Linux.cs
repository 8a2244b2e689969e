namespace Steward.Daemon.Api.Security;

/// <summary>
/// Tells whether a peer is of the kept family: then it gets the agents' scope, whatever token it found. While there is such a family, a peer that
/// is gone before it could be looked at counts as one of it: what it asked for would still be done.
/// </summary>
internal sealed class AgentProcesses(KeptFamily family)
{
    private const int Looks = 5;

    public bool IsAgent(Peer peer) => peer.IsAgent ??= peer.Pid is { } pid ? MayDescend(pid) : family.Exists() && MayBeHeld(peer);

    private bool MayDescend(int pid)
    {
        // The kernel shows processes outside of our pid namespace as 0; what descends from the keeper is never outside.
        for (var look = 0; pid > 0 && look < Looks; look++)
            if (family.Has(pid) is { } known)
                return known;
        return pid > 0 && family.Exists();
    }

    private bool MayBeHeld(Peer peer)
    {
        if (TcpTable.PeerInode(peer) is not { } inode)
            return true;
        var socket = $"socket:[{inode}]";
        return family.Members().Any(pid => Holds(pid, socket)) || TcpTable.PeerInode(peer) != inode;
    }

    private static bool Holds(int pid, string socket)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd").Any(descriptor => TargetOf(descriptor) == socket);
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
}
