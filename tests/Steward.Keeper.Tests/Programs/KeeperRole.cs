using System.Globalization;
using Steward.Domain.Supervision;

namespace Steward.Keeper.Tests.Programs;

/// <summary>A real keeper; its limits come as name=value.</summary>
internal static class KeeperRole
{
    public static int Run(string[] args)
    {
        var settings = args.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var policy = RestartPolicy.Default with { InitialDelay = Time("backoff", 2_000) };
        return KeeperProcess.Run(new KeeperOptions
        {
            StateDirectory = settings["state"],
            Host = settings.GetValueOrDefault("host", "127.0.0.1"),
            Port = (int)Number("port", 0),
            PortFallback = Number("fallback", 0) == 1,
            DaemonCommand = settings.TryGetValue("daemon", out var command) ? command.Split(' ') : [Environment.ProcessPath!, "daemon"],
            StatusFd = (int)Number("status", -1),
            ReadyTimeout = Time("ready", 10_000),
            PingInterval = Time("ping", 5_000),
            SilenceLimit = Time("silence", 30_000),
            Grace = Time("grace", 10_000),
            StopTimeout = Time("stop", 40_000),
            SpoolLimit = Number("spool", 64 << 20),
            DaemonOutputLimit = Number("output", 8 << 20),
            RestartPolicy = policy,
        });

        long Number(string name, long otherwise) =>
            settings.TryGetValue(name, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        TimeSpan Time(string name, long otherwise) => TimeSpan.FromMilliseconds(Number(name, otherwise));
    }
}
