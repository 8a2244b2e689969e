namespace Steward.Daemon.Worktrees;

/// <summary>
/// What git sees when Steward runs it. A repository's own settings can name programs, and whoever works in a repository can write them; here they
/// run nothing. The owner's settings (who the owner is, what is ignored) hold.
/// </summary>
internal static class GitEnvironment
{
    private static readonly (string Name, string Value)[] Fixed =
    [
        ("core.hooksPath", "/dev/null"), ("core.fsmonitor", "false"), ("core.untrackedCache", "false"), ("core.pager", "cat"), ("core.editor", "false"),
        ("submodule.recurse", "false"), ("protocol.allow", "never"), ("gc.auto", "0"), ("maintenance.auto", "false"), ("log.showSignature", "false"),
        ("advice.detachedHead", "false"),
    ];

    public static Dictionary<string, string> Of(Func<string, string?> daemons, IEnumerable<(string Name, string Value)> more)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LC_ALL"] = "C",
            ["GIT_OPTIONAL_LOCKS"] = "0",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_NO_LAZY_FETCH"] = "1",
            ["GIT_LITERAL_PATHSPECS"] = "1",
            ["GIT_PAGER"] = "cat",
        };
        foreach (var name in (ReadOnlySpan<string>)["HOME", "PATH", "XDG_CONFIG_HOME", "USER", "LOGNAME"])
            if (daemons(name) is { Length: > 0 } value)
                environment[name] = value;
        var count = 0;
        foreach (var (name, value) in Fixed.Concat(more))
        {
            environment[$"GIT_CONFIG_KEY_{count}"] = name;
            environment[$"GIT_CONFIG_VALUE_{count++}"] = value;
        }
        environment["GIT_CONFIG_COUNT"] = count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return environment;
    }
}
