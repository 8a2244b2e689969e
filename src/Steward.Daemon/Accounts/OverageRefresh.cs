using System.Diagnostics;

namespace Steward.Daemon.Accounts;

/// <summary>One short call of Claude Code: with its answer the service says anew how the account stands, and Claude Code writes that down.</summary>
internal sealed class OverageRefresh(string program, IReadOnlyDictionary<string, string> environment, TimeProvider time)
{
    private const string Expected = "refresh-ok";
    private const int LongestWords = 300;

    // Nobody was asked whether the folder may be trusted, and nothing of its settings is needed.
    private static readonly string[] Arguments = ["--print", "--max-turns", "1", "--setting-sources", "user", $"reply with exactly: {Expected}"];

    public async Task RunAsync(string folder, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var process = Start(folder);
        process.StandardInput.Close();
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(either.Token), process.StandardError.ReadToEndAsync(either.Token));
            await process.WaitForExitAsync(either.Token);
            Judge(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new AccountException("timeout", "Claude Code did not answer in time, and was ended.", "steward auth diagnose; or give it longer with --timeout 5m", retryable: true);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string folder)
    {
        var start = new ProcessStartInfo(program, Arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new AccountException("no_claude", $"{program} cannot be started: {failure.Message}.", "steward auth diagnose");
        }
    }

    private static void Judge(int exitCode, string output, string error)
    {
        if (exitCode == 0 && output.Contains(Expected, StringComparison.Ordinal))
            return;
        var said = output.Trim() is { Length: > 0 } words ? words : error.Trim();
        throw new AccountException(
            "not_refreshed", $"Claude Code did not answer {Expected} (exit code {exitCode}): {(said.Length > LongestWords ? said[..LongestWords] + "…" : said)}", "steward auth diagnose");
    }
}
