using System.Buffers;

namespace Steward.Domain.Permissions;

/// <summary>
/// Commands whose text says little about what will run: the same words can do something else tomorrow. "Always" never binds to them.
/// </summary>
public static class CommandWrappers
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "env", "sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "csh", "tcsh", "fish", "busybox", "toybox", "eval", "exec", "source", ".",
        "command", "builtin", "trap", "xargs", "find", "fd", "git", "hg", "svn", "jj", "sudo", "su", "doas", "sg", "newgrp", "runuser", "pkexec",
        "setpriv", "capsh", "nohup", "setsid", "nice", "ionice", "chrt", "taskset", "prlimit", "timeout", "time", "stdbuf", "unbuffer", "script",
        "ssh", "scp", "sftp", "rsync", "socat", "nc", "ncat", "parallel", "watch", "entr", "awk", "gawk", "mawk", "nawk", "sed", "perl", "python",
        "pypy", "node", "deno", "bun", "ruby", "irb", "php", "lua", "luajit", "tclsh", "wish", "expect", "R", "Rscript", "julia", "java", "javac",
        "jshell", "groovy", "kotlin", "scala", "elixir", "iex", "erl", "escript", "ghci", "runghc", "ocaml", "swift", "osascript", "guile", "racket",
        "sbcl", "clojure", "pwsh", "make", "gmake", "cmake", "ninja", "meson", "bazel", "just", "task", "rake", "ant", "mvn", "gradle", "sbt", "lein",
        "npx", "npm", "yarn", "pnpm", "corepack", "pip", "pipx", "uv", "uvx", "poetry", "pdm", "hatch", "tox", "nox", "pytest", "conda", "mamba",
        "cargo", "rustc", "dotnet", "go", "gem", "bundle", "composer", "stack", "cabal", "nix", "nix-shell", "direnv", "mise", "asdf", "gcc", "cc",
        "g++", "clang", "ld", "ld-linux-x86-64.so", "docker", "podman", "nerdctl", "kubectl", "helm", "terraform", "ansible", "ansible-playbook", "vagrant", "chroot",
        "unshare", "nsenter", "bwrap", "firejail", "proot", "fakeroot", "faketime", "systemd-run", "systemctl", "service", "at", "batch", "crontab",
        "start-stop-daemon", "run-parts", "flock", "gdb", "lldb", "strace", "ltrace", "valgrind", "perf", "bpftrace", "hyperfine", "qemu", "wine",
        "rlwrap", "tmux", "screen", "zellij", "dbus-run-session", "xdg-open", "open", "tar", "zip", "vi", "vim", "view", "nvim", "ex", "ed", "emacs",
        "less", "more", "man", "psql", "mysql", "sqlite3", "apt", "apt-get", "dpkg", "rpm", "dnf", "yum", "brew", "pacman", "sort", "split",
    };

    private static readonly SearchValues<char> Composing = SearchValues.Create("\n\r;|&`$<>(){}[]*?~");

    // Quotes and escapes hide a name from us, and not from the shell.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+-");

    public static bool Wraps(string command)
    {
        // A second command behind a separator, a substitution or a redirection is not what the first word promises.
        if (command.AsSpan().ContainsAny(Composing))
            return true;
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var first = words.FirstOrDefault(static word => !word.Contains('='));
        return first is null || first != words[0] || first.AsSpan().ContainsAnyExcept(Plain) || IsNamed(first[(first.LastIndexOf('/') + 1)..]);
    }

    // "python3.11" wraps what "python" does.
    private static bool IsNamed(string program) => Names.Contains(program) || Names.Contains(program.TrimEnd('.', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
}
