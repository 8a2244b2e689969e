using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Steward.Daemon.Tests.Logs;

/// <summary>A log that keeps what went wrong, for a test to look at.</summary>
internal sealed class Faults : ILogger
{
    public ConcurrentQueue<Exception> Seen { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null)
            Seen.Enqueue(exception);
    }
}
