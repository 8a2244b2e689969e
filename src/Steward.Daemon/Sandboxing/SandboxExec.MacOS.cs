using System.Collections.Immutable;
using System.Text;

namespace Steward.Daemon.Sandboxing;

// Not run yet on a Mac.
/// <summary>The same sandbox as a profile of <c>sandbox-exec</c>. The last rule that matches wins there, so what is named later lies over what was before.</summary>
internal static class SandboxExec
{
    public const string Program = "/usr/bin/sandbox-exec";

    private static readonly ImmutableArray<string> SystemFolders =
        ["/usr", "/bin", "/sbin", "/System", "/Library", "/private/etc/ssl", "/private/etc/hosts", "/private/etc/resolv.conf", "/private/var/db/timezone", "/dev"];

    public static ImmutableArray<string> Argv(SandboxPlan plan, IEnumerable<string> command) => [Program, "-p", Profile(plan), .. command];

    public static string Profile(SandboxPlan plan)
    {
        var profile = new StringBuilder("""
            (version 1)
            (deny default)
            (allow process-fork)
            (allow process-exec)
            (allow signal (target same-sandbox))
            (allow process-info* (target same-sandbox))
            (allow sysctl-read)
            (allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo") (global-name "com.apple.SecurityServer") (global-name "com.apple.trustd.agent"))
            (allow file-read-metadata)
            (allow file-write* (literal "/dev/null") (literal "/dev/zero"))

            """);
        foreach (var folder in SystemFolders)
            Rule(profile, "allow file-read*", folder);
        var named = plan.Readable.Select(static path => (Path: path, Rule: "allow file-read*"))
            .Concat(plan.Writable.Select(static path => (Path: path, Rule: "allow file-read* file-write*")))
            .Append((Path: plan.Hidden, Rule: "deny file-read* file-write*"))
            .OrderBy(static place => place.Path.Length);
        foreach (var (path, rule) in named)
            Rule(profile, rule, path);
        foreach (var path in plan.Guarded)
            Rule(profile, "deny file-write*", path);
        if (plan.Network)
            profile.Append("(allow network*)\n");
        return profile.ToString();
    }

    private static void Rule(StringBuilder profile, string rule, string path) =>
        profile.Append('(').Append(rule).Append(" (subpath ").Append(Quoted(path)).Append("))\n");

    private static string Quoted(string path) => $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
