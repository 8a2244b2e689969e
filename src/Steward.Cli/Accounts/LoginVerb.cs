using System.CommandLine;
using System.Diagnostics;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

internal sealed class LoginVerb() : Verb("login", "Log in to Claude Code in this terminal")
{
    public const string Advice = "steward auth setup-token in a terminal; or claude setup-token elsewhere, then here: steward auth set-token --stdin < token-file";

    public override string Examples => """
        steward auth login
        steward auth setup-token                      the better way for agents: good for a year
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        Interactive.Require("claude auth login", Advice, context);
        var accounts = new AccountAccess(context);
        var claude = await ClaudeCommand.FindAsync(accounts, null, withToken: false, stop);
        using var process = Process.Start(claude.Start("auth", "login"))!;
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
            throw new CommandException("login_failed", "account", $"claude auth login ended with exit code {process.ExitCode}.", Advice, ExitCode.Failure);
        var auth = await accounts.LookAsync(null, stop);
        context.Terminal.Out.WriteLine(AuthText.Verdict(auth));
        return DiagnoseVerb.CodeOf(auth);
    }
}
