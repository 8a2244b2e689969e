using System.Diagnostics.CodeAnalysis;
using Steward.Domain.Processes;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;
using Steward.Keeper.Protocol;

namespace Steward.Keeper.Children;

/// <summary>Every process that is kept, from its start to its release by the daemon.</summary>
internal sealed class ChildTable(
    ChildLauncher launcher, ProcessTable processes, Dictionary<LaunchId, LostLaunch> lost, KeeperOptions options, Clock clock, KeeperLog log)
{
    private readonly Dictionary<LaunchId, KeptChild> children = [];
    private readonly Dictionary<int, KeptChild> leaders = [];

    public long Deadline
    {
        get
        {
            var first = Clock.Never;
            foreach (var child in children.Values) first = Math.Min(first, child.Deadline);
            return first;
        }
    }

    /// <summary>Whether the keeper may go: what is left of a stream that the disk does not take is lost with it, after all the processes.</summary>
    public bool AllEnded
    {
        get
        {
            foreach (var child in children.Values)
                if (!child.HasExited && !child.OnlyStorageIsMissing) return false;
            return true;
        }
    }

    public void Start(ChildRequest request, RecordBuffer outbox)
    {
        if (lost.ContainsKey(request.Launch)) TellExited(request.Launch, outbox);
        else if (children.TryGetValue(request.Launch, out var known)) known.Pending |= StateOf(known);
        else if (launcher.Start(request, out var errno, out var message) is { } started) Add(started);
        else outbox.Begin(RecordType.StartFailed).Add(request.Launch.Value).Add(errno).Add(Shorten(message)).End();
    }

    public void Stop(LaunchId launch, TimeSpan grace, RecordBuffer outbox)
    {
        if (children.TryGetValue(launch, out var child)) child.Stop(grace);
        else TellExited(launch, outbox);
    }

    public void Write(LaunchId launch, long number, ReadOnlySpan<byte> bytes, bool last, RecordBuffer outbox)
    {
        if (children.TryGetValue(launch, out var child)) child.Write(number, bytes, last);
        else outbox.Begin(RecordType.StdinClosed).Add(launch.Value).End();
    }

    public bool TryGet(LaunchId launch, [NotNullWhen(true)] out KeptChild? child) => children.TryGetValue(launch, out child);

    /// <summary>Forgets an ended launch and deletes its spools. One that lives is not let go of: it would be nobody's.</summary>
    public void Release(LaunchId launch)
    {
        if (lost.Remove(launch, out var gone)) gone.Folder.Delete();
        if (!children.TryGetValue(launch, out var child) || !child.HasExited) return;
        children.Remove(launch);
        child.Dispose();
        child.Folder.Delete();
    }

    /// <summary>True when the pid was the leader of a launch.</summary>
    public bool OnDeath(int pid, ExitStatus status)
    {
        if (!leaders.Remove(pid, out var child)) return false;
        child.OnLeaderEnd(status);
        return true;
    }

    public void OnSomeDeath()
    {
        foreach (var child in children.Values) child.OnSomeDeath();
    }

    public void OnTime()
    {
        var now = clock.Now;
        foreach (var child in children.Values)
        {
            if (child.Deadline > now) continue;
            child.OnTime();
            if (child.HasExited && child.Unkillable > 0)
                log.Say($"launch {child.Launch}: {child.Unkillable} processes outlived SIGKILL");
        }
    }

    public void EndAll(TimeSpan grace)
    {
        foreach (var child in children.Values) child.Stop(grace);
    }

    public void Watch(PollSet poll)
    {
        foreach (var child in children.Values) child.Watch(poll);
    }

    /// <summary>A new daemon hears everything once, as a list.</summary>
    public void ReportAll(RecordBuffer outbox)
    {
        foreach (var launch in lost.Values) ChildReports.WriteLost(launch, outbox);
        foreach (var child in children.Values)
        {
            child.Pending = Reports.Kept;
            ChildReports.Write(child, outbox);
        }
    }

    /// <summary>Writes what is new while there is room; false when something is left for later.</summary>
    public bool Report(RecordBuffer outbox, int room)
    {
        foreach (var child in children.Values)
        {
            if (child.Pending == Reports.None) continue;
            if (outbox.Count >= room) return false;
            ChildReports.Write(child, outbox);
        }
        return true;
    }

    public void Dispose()
    {
        foreach (var child in children.Values) child.Dispose();
    }

    private void Add(ChildStart started)
    {
        var child = new KeptChild(started, processes, options, clock);
        children.Add(started.Launch, child);
        leaders.Add(started.Pid, child);
    }

    private static Reports StateOf(KeptChild child) =>
        Reports.Started | Reports.Out | Reports.Err | (child.Stdin.IsOpen ? Reports.None : Reports.StdinClosed)
        | (child.HasExited ? Reports.Exited : Reports.None);

    private static void TellExited(LaunchId launch, RecordBuffer outbox) =>
        outbox.Begin(RecordType.Exited).Add(launch.Value).Add((int?)null).Add((int?)null).End();

    private static string Shorten(string message) => message.Length <= Wire.LongestText ? message : message[..Wire.LongestText];
}
