using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace Steward.Daemon.Sandboxing;

/// <summary>Whether this machine lets us have a sandbox, found out by trying.</summary>
internal sealed class SandboxTools(Func<string, string?> environment)
{
    private const string Install = "Install bubblewrap 0.8 or later (Debian, Fedora, Arch, Alpine: the package bubblewrap).";
    private const string Allow = "User namespaces must be allowed: sysctl kernel.unprivileged_userns_clone=1, on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0, in a container a wider seccomp profile.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private string? _proven;

    public ImmutableArray<string> Wrap(SandboxPlan plan, IEnumerable<string> command) => OperatingSystem.IsMacOS()
        ? SandboxExec.Argv(plan, command)
        : Bubblewrap.Argv(Require(), plan, command);

    /// <summary>The program that makes the sandbox. What has worked once is not tried again.</summary>
    public string Require()
    {
        if (OperatingSystem.IsMacOS())
            return SandboxExec.Program;
        if (Volatile.Read(ref _proven) is { } proven && File.Exists(proven))
            return proven;
        var bwrap = Find() ?? throw new NoSandboxException("There is no sandbox: bubblewrap (bwrap) is not in the daemon's PATH.", Install);
        if (Trouble(bwrap) is { } trouble)
            throw new NoSandboxException($"There is no sandbox: {bwrap} says {trouble}.", trouble.Contains("nknown option", StringComparison.Ordinal) ? Install : Allow);
        Volatile.Write(ref _proven, bwrap);
        return bwrap;
    }

    // The daemon's own PATH: that of a session is whatever its maker says.
    private string? Find() => (environment("PATH") ?? "").Split(':').Where(static folder => folder.StartsWith('/'))
        .Select(static folder => Path.Combine(folder, Bubblewrap.Program)).FirstOrDefault(File.Exists);

    private static string? Trouble(string bwrap)
    {
        var start = new ProcessStartInfo(bwrap, Bubblewrap.Trial(bwrap).Skip(1)) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(start) ?? throw new Win32Exception();
            process.StandardInput.Close();
            var said = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(Patience))
                return process.ExitCode == 0 ? null : said.Result.Trim() is { Length: > 0 } words ? words.Split('\n')[0] : $"exit code {process.ExitCode}";
            process.Kill(entireProcessTree: true);
            return "nothing";
        }
        catch (Win32Exception failure)
        {
            return failure.Message;
        }
    }
}
