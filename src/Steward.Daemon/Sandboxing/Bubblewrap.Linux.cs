using System.Collections.Immutable;

namespace Steward.Daemon.Sandboxing;

/// <summary>
/// A sandbox as an argv of bubblewrap: everything is made anew in namespaces of its own, and only what is named gets in. A process in it has no
/// capability, gains none from setuid programs, has no terminal, and cannot make namespaces of its own.
/// </summary>
internal static class Bubblewrap
{
    public const string Program = "bwrap";

    private static readonly ImmutableArray<string> Walls =
    [
        "--unshare-user", "--disable-userns", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--cap-drop", "ALL", "--new-session",
        "--hostname", "sandbox",
    ];

    private static readonly ImmutableArray<string> SystemFolders = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>What programs need of /etc to find libraries, names, certificates and the time; nothing that is a secret.</summary>
    private static readonly ImmutableArray<string> Etc =
    [
        "alternatives", "ca-certificates", "ca-certificates.conf", "group", "gai.conf", "host.conf", "hosts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d",
        "locale.conf", "localtime", "mime.types", "nsswitch.conf", "os-release", "passwd", "pki", "protocols", "resolv.conf", "services", "ssl", "timezone",
    ];

    /// <summary>The walls around a program that does nothing: whether this machine lets us have them.</summary>
    public static ImmutableArray<string> Trial(string bwrap) =>
        [bwrap, .. Walls, "--unshare-net", .. System(), "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--", "/usr/bin/env", "true"];

    public static ImmutableArray<string> Argv(string bwrap, SandboxPlan plan, IEnumerable<string> command) =>
    [
        bwrap, .. Walls, .. plan.Network ? (ReadOnlySpan<string>)[] : ["--unshare-net"], .. System(),
        // To the kernel's own settings root is root, also without a capability.
        "--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", .. Folders(plan), .. plan.Guarded.SelectMany(Guard),
        "--remount-ro", "/", "--chdir", plan.Directory, "--", .. command,
    ];

    // On most systems /bin and its like are links into /usr.
    private static IEnumerable<string> System() =>
    [
        .. SystemFolders.SelectMany(static folder => new DirectoryInfo(folder) is not { Exists: true } found ? []
            : found.LinkTarget is { } target ? (IEnumerable<string>)["--symlink", target, folder] : ["--ro-bind", folder, folder]),
        .. Etc.SelectMany(static name => (IEnumerable<string>)["--ro-bind-try", $"/etc/{name}", $"/etc/{name}"]),
    ];

    /// <summary>Outer folders first: what is named inside one lies over it, and what is hidden lies over all that is around it.</summary>
    private static IEnumerable<string> Folders(SandboxPlan plan)
    {
        var named = plan.Readable.Select(static path => (Path: path, How: "--ro-bind"))
            .Concat(plan.Writable.Select(static path => (Path: path, How: "--bind")))
            .Append((Path: plan.Hidden, How: "--tmpfs"))
            .OrderBy(static place => place.Path.Length).ToList();
        foreach (var (path, how) in named)
            foreach (var word in how == "--tmpfs" ? (string[])[how, path] : [how, path, path])
                yield return word;
        yield return "--remount-ro";
        yield return plan.Hidden;
    }

    private static IEnumerable<string> Guard(string path) => ["--ro-bind-try", path, path];
}
