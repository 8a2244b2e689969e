using System.Globalization;
using System.Text;

namespace Steward.Protocol.Logs;

/// <summary>A line of the log for people: <c>[10:00:01] INFO  session created id=sess_abc123 agent=demo</c>.</summary>
public static class LogText
{
    /// <summary>In the time zone of this machine, unless another is given. What is no line of the log is shown as it is, made harmless.</summary>
    public static string Render(string line, TimeZoneInfo? zone = null) =>
        LogRecord.Parse(line) is { } record ? Render(record, zone) : VisibleText.Of(line);

    public static string Render(LogRecord record, TimeZoneInfo? zone = null)
    {
        var at = TimeZoneInfo.ConvertTime(record.At, zone ?? TimeZoneInfo.Local);
        var text = new StringBuilder(record.Message.Length + 48);
        text.Append(CultureInfo.InvariantCulture, $"[{at:HH:mm:ss}] {Level(record.Level),-5} {record.Message}");
        // Every line about an agent or a session can be found by it.
        if (record.SessionId is { } session && !record.Message.Contains(session, StringComparison.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $" session={session}");
        if (record.Agent is { } agent && !record.Message.Contains($"agent={agent}", StringComparison.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $" agent={agent}");
        if (record.Error is { } error)
            text.Append(CultureInfo.InvariantCulture, $" error={error.Split('\n')[0].TrimEnd('\r')}");
        return VisibleText.Of(text.ToString());
    }

    private static string Level(string level) => level switch
    {
        "trace" or "debug" => "DEBUG",
        "warn" => "WARN",
        "error" or "fatal" => "ERROR",
        _ => "INFO",
    };
}
