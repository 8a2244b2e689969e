using Microsoft.Extensions.Logging;

namespace Steward.Daemon.Logs;

internal sealed class DaemonLogger(string category, DaemonLoggerProvider provider) : ILogger
{
    // Of our own lines the text says enough.
    private readonly string? _category = category.StartsWith("Steward", StringComparison.Ordinal) ? null : category;

    public bool IsEnabled(LogLevel logLevel) => provider.IsEnabled(logLevel);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes.Push(state);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var fields = new List<KeyValuePair<string, object?>>();
        Collect(state, fields);
        provider.Scopes.ForEachScope(Collect, fields);
        provider.Log(logLevel, formatter(state, exception), fields, exception, _category);
    }

    private static void Collect(object? state, List<KeyValuePair<string, object?>> fields)
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> pairs)
            fields.AddRange(pairs);
    }
}
