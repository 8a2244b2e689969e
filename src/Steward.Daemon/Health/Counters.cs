using System.Diagnostics;
using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions;
using Steward.Domain.Sessions;
using Steward.Protocol.Health;

namespace Steward.Daemon.Health;

/// <summary>Counts, taken when they are asked for from what is there: nothing is incremented, so nothing can leak.</summary>
internal sealed class Counters(SessionRegistry registry, EventHub hub, IJournal journal, DaemonStatus status)
{
    public RuntimeCounters Runtime()
    {
        var states = registry.Hosts.Select(static host => host.State).Where(static state => state.End is null).ToList();
        return new RuntimeCounters
        {
            SessionCount = journal.CountSessions(),
            LiveSessionCount = states.Count(static state => state.IsLive),
            ActiveTurnCount = states.Count(static state => state.Turn is not null),
            QueuedTurnCount = states.Sum(static state => state.Waiting.Count),
            SubscriberCount = hub.SubscriberCount,
            PendingPermissionCount = states.Sum(static state => state.Requests.Count),
        };
    }

    public MetricsView All()
    {
        using var process = Process.GetCurrentProcess();
        var commits = journal.Commits();
        return new MetricsView
        {
            Runtime = Runtime(),
            Journal = new JournalMetrics(journal.LastGseq, commits.Count, commits.FileBytes, commits.P50Ms, commits.P99Ms),
            Process = new ProcessMetrics(
                Environment.ProcessId, status.KeeperPid, status.Uptime.TotalSeconds, process.WorkingSet64,
                process.TotalProcessorTime.TotalSeconds, process.Threads.Count, Descriptors()),
        };
    }

    private static int Descriptors() => Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0;
}
