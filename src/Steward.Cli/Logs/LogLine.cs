using System.Text;
using System.Text.Json;
using Steward.Cli.Terminals;
using Steward.Protocol.Logs;

namespace Steward.Cli.Logs;

/// <summary>One line of the daemon's log in the form that was asked for.</summary>
internal static class LogLine
{
    public static string Render(string line, LogFormat format) => format switch
    {
        LogFormat.Raw => SafeText.Words(line),
        LogFormat.Json => LogRecord.Parse(line) is null ? Wrap(line) : line,
        LogFormat.Text => LogText.Render(line),
    };

    /// <summary>When it was written, or null where a line does not say.</summary>
    public static DateTimeOffset? TimeOf(string line) => LogRecord.Parse(line)?.At;

    // A runtime that dies writes what it likes; whoever reads JSON lines gets JSON lines all the same.
    private static string Wrap(string line)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("line", line);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
