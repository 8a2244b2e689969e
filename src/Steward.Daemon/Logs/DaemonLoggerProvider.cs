using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Steward.Daemon.Secrets;
using Steward.Protocol.Files;

namespace Steward.Daemon.Logs;

/// <summary>The log of the daemon: JSON lines in a file for each day, and as text on standard output in the foreground.</summary>
public sealed class DaemonLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private static readonly TimeSpan CrashLimit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, DaemonLogger> _loggers = new(StringComparer.Ordinal);
    private readonly LogLineWriter _lines;
    private readonly LogPump[] _pumps;
    private readonly TimeProvider _time;
    private readonly LogLevel _least;

    public DaemonLoggerProvider(StewardHome home, string daemonId, Redactor redactor, TimeProvider time, Stream? foreground = null, LogLevel least = LogLevel.Information)
        : this(new LogFileOptions { Folder = home.LogDirectory, Link = home.LogLink }, daemonId, redactor, time, foreground, least)
    {
    }

    public DaemonLoggerProvider(LogFileOptions files, string daemonId, Redactor redactor, TimeProvider time, Stream? foreground = null, LogLevel least = LogLevel.Information)
    {
        (_time, _least) = (time, least);
        _lines = new LogLineWriter(daemonId, redactor);
        var file = new LogPump(new DailyLogFile(files, time), Lost);
        _pumps = foreground is null ? [file] : [file, new LogPump(new ConsoleMirror(foreground, time.LocalTimeZone), Lost)];
        AppDomain.CurrentDomain.UnhandledException += SayLastWords;
    }

    internal IExternalScopeProvider Scopes { get; private set; } = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, static (name, provider) => new DaemonLogger(name, provider), this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    /// <summary>Waits until everything that was logged is in the file; false when that took too long.</summary>
    public bool Flush(TimeSpan limit) => Array.TrueForAll(_pumps, pump => pump.Flush(limit));

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= SayLastWords;
        foreach (var pump in _pumps)
            pump.Dispose();
    }

    internal bool IsEnabled(LogLevel level) => level >= _least && level != LogLevel.None;

    internal void Log(LogLevel level, string message, IEnumerable<KeyValuePair<string, object?>> fields, Exception? error, string? category)
    {
        var line = _lines.Write(_time.GetUtcNow(), NameOf(level), message, fields, error, category);
        foreach (var pump in _pumps)
            pump.Post(line);
    }

    private void SayLastWords(object sender, UnhandledExceptionEventArgs crash)
    {
        Log(LogLevel.Critical, "the daemon crashed", [], crash.ExceptionObject as Exception, null);
        Flush(CrashLimit);
    }

    private LogLine Lost(long count) =>
        _lines.Write(_time.GetUtcNow(), "warn", $"{count} log lines are missing here: they came faster than they could be written, or could not be written", [new("lost", count)]);

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information or LogLevel.None => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        LogLevel.Critical => "fatal",
    };
}
