using System.Diagnostics;

namespace Steward.Daemon.Tests;

/// <summary>This assembly once more, as a process of its own that a test may kill. Never outlives the test.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ChildProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public static ChildProcess Start(IReadOnlyList<string> mode, IReadOnlyDictionary<string, string>? environment = null, string[]? under = null)
    {
        string[] command = [.. under ?? [], .. Self, Program.ChildMode, .. mode];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new ChildProcess(start);
    }

    /// <summary>The command line that starts this assembly.</summary>
    public static string[] Self => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, typeof(ChildProcess).Assembly.Location]
        : [Environment.ProcessPath!];

    public StreamReader Output => _process.StandardOutput;

    public int Id => _process.Id;

    /// <summary>With everything that it started: a tracer's child would go on without it.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>The exit code, what is left of its output, and its errors.</summary>
    public async Task<(int Code, string Output, string Errors)> EndAsync()
    {
        var output = await Output.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, output, await _errors);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
