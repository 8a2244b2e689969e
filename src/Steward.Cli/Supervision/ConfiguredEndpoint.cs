using System.Globalization;
using System.Runtime.CompilerServices;
using Steward.Daemon.Configuration;
using Steward.Protocol.Client;

namespace Steward.Cli.Supervision;

/// <summary>Host and port of the owner's settings. Apart, so that only a command that starts a daemon loads the daemon's code.</summary>
internal static class ConfiguredEndpoint
{
    internal const string DefaultHost = "127.0.0.1";
    internal const int DefaultPort = 9999;

    // Older names that scripts still set; the settings know what they mean.
    private static readonly string[] Elsewhere = ["OPTA_DAEMON_HOST", "OPTA_DAEMON_PORT"];

    /// <summary>
    /// What nearly every start finds: no settings file, and at most a port in the environment. Null when it takes more than that to know,
    /// which costs a start a tenth of its time.
    /// </summary>
    public static DaemonEndpoint? Plain(CommandContext context)
    {
        if (File.Exists(context.Home.ConfigFile) || Array.Exists(Elsewhere, name => context.Environment(name) is { Length: > 0 })) return null;
        if (context.Environment("STEWARD_DAEMON_HOST") is { Length: > 0 }) return null;
        var port = context.Environment("STEWARD_DAEMON_PORT");
        if (string.IsNullOrEmpty(port)) return new DaemonEndpoint(DefaultHost, DefaultPort);
        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new DaemonEndpoint(DefaultHost, number) : null;
    }

    /// <summary>No daemon would start with a mistake in its settings, so all of them are said before one is tried.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static DaemonEndpoint Read(CommandContext context)
    {
        var read = SettingsFile.Read(context.Home, context.Environment, SettingsOverrides.None);
        if (!read.IsValid)
            throw new CommandException("config", "config", string.Join('\n', read.Problems), "correct what is named, then try again", ExitCode.Permanent);
        return new DaemonEndpoint(read.Settings.Host, read.Settings.Port);
    }
}
