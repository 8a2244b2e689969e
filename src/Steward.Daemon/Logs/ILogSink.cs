namespace Steward.Daemon.Logs;

/// <summary>Where finished lines go. Called by one thread; a line that cannot be written throws an <see cref="IOException"/>.</summary>
internal interface ILogSink : IDisposable
{
    void Write(LogLine line);
}

/// <summary>One event: JSON in UTF-8 with the end of the line.</summary>
internal sealed record LogLine(DateTimeOffset At, ReadOnlyMemory<byte> Bytes);
