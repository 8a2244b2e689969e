using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Steward.Cli.Terminals;

/// <summary>
/// The terminal in another mode for a while, by <c>stty</c>: what a terminal's settings look like in memory differs from system to system. Also a signal puts it
/// back; nobody shall be left with a shell that shows nothing.
/// </summary>
internal sealed class TerminalMode : IDisposable
{
    private readonly string _before;
    private readonly PosixSignalRegistration[] _signals;

    private TerminalMode(string before, string[] change)
    {
        _before = before;
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => Restore()))];
        Run(change);
    }

    public static TerminalMode WithoutEcho() => new(Run("-g"), ["-echo"]);

    /// <summary>Every key goes to whoever reads, as it is pressed.</summary>
    public static TerminalMode Raw() => new(Run("-g"), ["raw", "-echo"]);

    /// <summary>Of the terminal that the command runs in.</summary>
    public static (int Rows, int Columns) Size() =>
        Run("size").Split(' ') is [var rows, var columns] && int.TryParse(rows, out var height) && int.TryParse(columns, out var width) ? (height, width) : (0, 0);

    public void Dispose()
    {
        Restore();
        foreach (var signal in _signals) signal.Dispose();
    }

    private void Restore() => Run(_before);

    private static string Run(params string[] arguments)
    {
        using var stty = Process.Start(new ProcessStartInfo("stty", arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = stty.StandardOutput.ReadToEnd().Trim();
        stty.WaitForExit();
        return stty.ExitCode == 0 ? said : throw new IOException("The terminal's mode cannot be changed (stty); give the secret with --stdin.");
    }
}
