using System.Collections;
using Steward.Keeper.Children;
using Steward.Keeper.Polling;

namespace Steward.Keeper.Daemons;

/// <summary>What a daemon gets to see of the environment: a list of what may pass, so that a secret passes only by name.</summary>
internal static class DaemonEnvironment
{
    private static readonly string[] Names = ["HOME", "USER", "LOGNAME", "PATH", "SHELL", "LANG", "TZ", "TMPDIR", "DOTNET_ROOT",
        "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CONFIG_DIR",
        "http_proxy", "https_proxy", "no_proxy", "all_proxy", "ftp_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "FTP_PROXY"];
    private static readonly string[] Prefixes = ["LC_", "XDG_", "STEWARD_", "SSL_CERT_", "DOTNET_ROOT_"];
    private static readonly string[] Withheld = [Cookie.Variable, SignalDescriptor.ExecutedMark];

    /// <summary>
    /// No diagnostic sockets in the temporary folder (a killed daemon would leave them there), and a thread pool that sleeps when it has
    /// nothing to do instead of spinning.
    /// </summary>
    private static readonly string[] Runtime = ["DOTNET_EnableDiagnostics=0", "DOTNET_TieredPGO=0",
        "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0", "DOTNET_gcServer=0"];

    public static List<string> Build(IDictionary environment)
    {
        var built = new List<string>(Runtime);
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (Passes(name)) built.Add($"{name}={variable.Value}");
        }
        return built;
    }

    private static bool Passes(string name) =>
        Array.IndexOf(Withheld, name) < 0
        && (Array.IndexOf(Names, name) >= 0 || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
}
