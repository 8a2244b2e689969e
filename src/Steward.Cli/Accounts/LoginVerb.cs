using System.CommandLine;
using System.Diagnostics;
using Steward.Cli.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

internal sealed class LoginVerb : Verb
{
    public const string Advice = "steward auth setup-token in a terminal; or claude setup-token elsewhere, then here: steward auth set-token --stdin < token-file";

    private readonly Option<string?> agent = AgentOption.Create();

    public LoginVerb() : base("login", "Log in to Claude Code in this terminal") => Add(agent);

    public override string Examples => """
        steward auth login
        steward auth setup-token                      the better way for agents: good for a year
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        Interactive.Require("claude auth login", Advice, context);
        var accounts = new AccountAccess(context);
        var claude = await ClaudeCommand.FindAsync(accounts, parsed.GetValue(agent), withToken: false, stop);
        using var process = Process.Start(claude.Start("auth", "login"))!;
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
            throw new CommandException("login_failed", "account", $"claude auth login ended with exit code {process.ExitCode}.", Advice, ExitCode.Failure);
        var auth = await accounts.LookAsync(parsed.GetValue(agent), stop);
        context.Terminal.Out.WriteLine(AuthText.Verdict(auth));
        return DiagnoseVerb.CodeOf(auth);
    }
}
