using System.Globalization;
using System.Text;
using Steward.Protocol.Health;

namespace Steward.Daemon.Health;

internal static class PrometheusText
{
    public static string Of(MetricsView metrics)
    {
        var text = new StringBuilder();
        Add(text, "steward_sessions", "gauge", "Sessions that are not over.", metrics.Runtime.SessionCount);
        Add(text, "steward_sessions_live", "gauge", "Sessions with a process or with work.", metrics.Runtime.LiveSessionCount);
        Add(text, "steward_turns_active", "gauge", "Turns that run.", metrics.Runtime.ActiveTurnCount);
        Add(text, "steward_turns_queued", "gauge", "Turns that wait.", metrics.Runtime.QueuedTurnCount);
        Add(text, "steward_subscribers", "gauge", "Open event streams.", metrics.Runtime.SubscriberCount);
        Add(text, "steward_permissions_pending", "gauge", "Questions that wait for their owner.", metrics.Runtime.PendingPermissionCount);
        Add(text, "steward_events_total", "counter", "Events in the journal.", metrics.Journal.Events);
        Add(text, "steward_commits_total", "counter", "Commits of this daemon.", metrics.Journal.Commits);
        Add(text, "steward_journal_bytes", "gauge", "Size of the journal's file.", metrics.Journal.FileBytes);
        Add(text, "steward_uptime_seconds", "gauge", "Since this daemon started.", metrics.Process.UptimeSec);
        Add(text, "process_resident_memory_bytes", "gauge", "Resident memory of the daemon.", metrics.Process.WorkingSetBytes);
        Add(text, "process_cpu_seconds_total", "counter", "Processor time of the daemon.", metrics.Process.CpuSec);
        Add(text, "process_open_fds", "gauge", "Open descriptors of the daemon.", metrics.Process.Descriptors);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string type, string help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
}
