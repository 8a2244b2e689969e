using Microsoft.Extensions.Logging;
using Steward.Daemon.Logs;
using Steward.Daemon.Secrets;
using Steward.Protocol.Logs;

namespace Steward.Daemon.Tests.Logs;

/// <summary>A log in a folder of one test's own.</summary>
internal sealed class LogHome : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LogHome(Func<LogFileOptions, LogFileOptions>? configure = null)
    {
        Options = new LogFileOptions { Folder = _folder.At("logs"), Link = _folder.At("daemon.log") };
        Options = configure?.Invoke(Options) ?? Options;
    }

    public LogFileOptions Options { get; }

    public SetClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 1, 250, TimeSpan.Zero));

    public Redactor Redactor { get; } = new();

    public string Today => At("daemon-2026-03-01.log");

    public string At(string name) => Path.Combine(Options.Folder, name);

    public DaemonLoggerProvider Open(Stream? foreground = null, LogLevel least = LogLevel.Information) =>
        new(Options, "d_1", Redactor, Clock, foreground, least);

    /// <summary>What stands in today's file after these calls.</summary>
    public string[] Logged(Action<ILogger> log, string category = "Steward.Daemon")
    {
        using (var provider = Open())
            log(provider.CreateLogger(category));
        return File.ReadAllLines(Options.Link);
    }

    public string[] Rendered(Action<ILogger> log) => [.. Logged(log).Select(line => LogText.Render(line, Clock.LocalTimeZone))];

    public void Dispose() => _folder.Dispose();
}
