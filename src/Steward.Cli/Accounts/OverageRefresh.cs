using System.Diagnostics;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

/// <summary>One short call of Claude Code: with its answer the service says anew how the account stands, and Claude Code writes that down.</summary>
internal static class OverageRefresh
{
    private const string Expected = "refresh-ok";

    // Nobody was asked whether the folder may be trusted, and nothing of its settings is needed.
    private static readonly string[] Arguments = ["--print", "--max-turns", "1", "--setting-sources", "user", $"reply with exactly: {Expected}"];

    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(
        AccountAccess accounts, string? agent, string? workspace, TimeSpan? limit, CommandContext context, CancellationToken stop)
    {
        var claude = await ClaudeCommand.FindAsync(accounts, agent, withToken: true, stop);
        var start = claude.Start(Arguments);
        start.WorkingDirectory = Folder(workspace, context);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using var late = new CancellationTokenSource(limit ?? Usual, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(either.Token), process.StandardError.ReadToEndAsync(either.Token));
            await process.WaitForExitAsync(either.Token);
            Judge(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new WaitedTooLongException("Claude Code did not answer in time, and was ended.", "steward auth diagnose; or give it longer with --timeout 5m");
        }
    }

    private static void Judge(int exitCode, string output, string error)
    {
        if (exitCode == 0 && output.Contains(Expected, StringComparison.Ordinal)) return;
        var said = output.Trim() is { Length: > 0 } words ? words : error.Trim();
        throw new CommandException(
            "not_refreshed", "account", $"Claude Code did not answer {Expected} (exit code {exitCode}): {SafeText.Shorten(said, 300)}", "steward auth diagnose", ExitCode.Failure);
    }

    private static string Folder(string? workspace, CommandContext context)
    {
        var folder = workspace is null ? context.Directory : context.PathOf(workspace);
        return Directory.Exists(folder)
            ? folder
            : throw new CommandException("no_directory", "usage", $"The folder {SafeText.Line(folder)} is not there.", "steward auth overage refresh --workspace ~/project", ExitCode.Usage);
    }
}
