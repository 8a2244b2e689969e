using System.Collections;

namespace Steward.Daemon.Children;

/// <summary>
/// The environment of a child: what a program needs to feel at home, and nothing else of the daemon's. No secret is in it that the
/// owner's configuration did not put there.
/// </summary>
internal static class ChildEnvironment
{
    private static readonly HashSet<string> Passed = new(StringComparer.Ordinal)
    {
        "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "PATH", "TERM_PROGRAM", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "NODE_EXTRA_CA_CERTS", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
        "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "DOTNET_ROOT", "SSH_AUTH_SOCK",
    };

    public static IReadOnlyDictionary<string, string> AllOf(IDictionary daemons)
    {
        var all = new Dictionary<string, string>(daemons.Count, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in daemons)
            all[(string)entry.Key] = entry.Value as string ?? "";
        return all;
    }

    public static string[] Build(IDictionary daemons, string? searchPath, params IEnumerable<KeyValuePair<string, string>>[] layers) =>
        [.. Of(daemons, searchPath, layers).Select(static pair => $"{pair.Key}={pair.Value}")];

    public static IReadOnlyDictionary<string, string> Of(
        IDictionary daemons, string? searchPath, params IEnumerable<KeyValuePair<string, string>>[] layers)
    {
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in daemons)
            if (entry is { Key: string name, Value: string value } && (Passed.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal)))
                environment[name] = value;
        if (!string.IsNullOrEmpty(searchPath))
            environment["PATH"] = searchPath;
        foreach (var (name, value) in layers.SelectMany(static layer => layer))
            environment[name] = value;
        return environment;
    }
}
