using System.Diagnostics;
using System.Text;
using Steward.Runtimes.Texts;

namespace Steward.Runtimes.Demo.Tools;

/// <summary>Runs a command in the workspace and collects what it writes. Whoever stops the turn ends the command, and all that came of it.</summary>
internal static class ShellTool
{
    private const int LongestOutput = 128 << 10;

    // What a command left running in the background may keep its output open; the command itself is over.
    private static readonly TimeSpan OutputLimit = TimeSpan.FromMilliseconds(300);

    public static async Task<ToolOutcome> RunAsync(string command, CancellationToken stopped)
    {
        stopped.ThrowIfCancellationRequested();
        var mark = DemoTurn.NewId("shell");
        using var shell = new Process { StartInfo = StartOf(command, mark) };
        var output = new StringBuilder();
        shell.Start();
        shell.StandardInput.Close();
        var reading = Task.WhenAll(CollectAsync(shell.StandardOutput, output), CollectAsync(shell.StandardError, output));
        try
        {
            await shell.WaitForExitAsync(stopped);
            await Task.WhenAny(reading, Task.Delay(OutputLimit, TimeProvider.System, stopped));
        }
        catch (OperationCanceledException)
        {
            ProcessTree.Kill(shell, mark);
            await shell.WaitForExitAsync(CancellationToken.None);
            throw;
        }
        return new ToolOutcome(shell.ExitCode == 0, TextOf(output, shell.ExitCode));
    }

    private static ProcessStartInfo StartOf(string command, string mark)
    {
        var start = new ProcessStartInfo(File.Exists("/bin/bash") ? "/bin/bash" : "/bin/sh", ["-c", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in DemoOptions.RuntimeSettings.Keys)
            start.Environment.Remove(name);
        start.Environment[ProcessTree.Mark] = mark;
        return start;
    }

    private static async Task CollectAsync(StreamReader from, StringBuilder output)
    {
        var buffer = new char[4096];
        while (await from.ReadAsync(buffer) is > 0 and var count)
            lock (output)
                output.Append(buffer.AsSpan(0, Math.Min(count, LongestOutput + 1 - Math.Min(output.Length, LongestOutput + 1))));
    }

    private static string TextOf(StringBuilder output, int exitCode)
    {
        string text;
        lock (output)
            text = output.ToString();
        var shown = PrintableText.Short(PrintableText.Of(text), LongestOutput);
        return exitCode == 0 ? shown : $"{shown}{(shown.Length == 0 || shown.EndsWith('\n') ? "" : "\n")}(exit code {exitCode})";
    }
}
