using System.Text;
using Steward.Protocol.Logs;

namespace Steward.Daemon.Logs;

/// <summary>The log as text, for whoever runs the daemon in the foreground.</summary>
internal sealed class ConsoleMirror(Stream output, TimeZoneInfo zone) : ILogSink
{
    public void Write(LogLine line)
    {
        var json = Encoding.UTF8.GetString(line.Bytes.Span).TrimEnd('\n');
        output.Write(Encoding.UTF8.GetBytes(LogText.Render(json, zone) + "\n"));
        output.Flush();
    }

    // Standard output belongs to the process.
    public void Dispose()
    {
    }
}
