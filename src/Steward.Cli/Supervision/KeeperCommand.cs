using System.Collections;
using System.Globalization;

namespace Steward.Cli.Supervision;

/// <summary>The command line and the environment with which this program starts itself as keeper. No secret stands in either.</summary>
internal static class KeeperCommand
{
    public static List<string> Argv(CommandContext context, DaemonEndpoint endpoint) =>
    [
        .. OwnProgram(), "keeper",
        "--state", context.Home.DaemonDirectory,
        "--host", endpoint.Host,
        "--port", endpoint.Port.ToString(CultureInfo.InvariantCulture),
        "--port-fallback", endpoint.MayFallBack ? "yes" : "no",
    ];

    /// <summary>The daemon reads its settings from here: what a flag chose must reach it as much as its keeper.</summary>
    public static List<string> Environment(CommandContext context, DaemonEndpoint endpoint)
    {
        var variables = new List<string>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            if (variable.Key is string name and not ("STEWARD_HOME" or "STEWARD_PROFILE" or "STEWARD_DAEMON_HOST")) variables.Add($"{name}={variable.Value}");
        variables.Add($"STEWARD_HOME={context.Home.Root}");
        variables.Add($"STEWARD_DAEMON_HOST={endpoint.Host}");
        if (context.Home.Profile is { } profile) variables.Add($"STEWARD_PROFILE={profile}");
        return variables;
    }

    /// <summary>How to run this program again: its own file, or the runtime with its library when it was started that way.</summary>
    public static string[] OwnProgram()
    {
        var running = System.Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        return Path.GetFileNameWithoutExtension(running) is "dotnet" ? [running, Path.Combine(AppContext.BaseDirectory, "steward.dll")] : [running];
    }
}
