using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

internal sealed class TunnelVerb : Verb
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);

    private readonly Option<bool> yes = new("--yes") { Description = "go on after the advice" };
    private readonly Option<string?> limit = new("--timeout") { Description = "how long the login may take (10m)", HelpName = "time" };

    public TunnelVerb() : base("tunnel", "Log in on a server with the browser of another machine, through ssh")
    {
        foreach (var option in (ReadOnlySpan<Option>)[yes, limit]) Add(option);
    }

    public override string Examples => """
        steward auth tunnel --yes
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        context.Terminal.Error.WriteLine("steward auth setup-token is easier, and its token is good for a year. Use this way only if the browser must call back.");
        if (!parsed.GetValue(yes))
            throw new CommandException("needs_yes", "usage", "Nothing was started.", "steward auth tunnel --yes", ExitCode.Usage);
        var accounts = new AccountAccess(context);
        var claude = await ClaudeCommand.FindAsync(accounts, null, withToken: false, stop);
        var time = TimeLimit.Parse(parsed.GetValue(limit), "--timeout") ?? Usual;
        using var late = new CancellationTokenSource(time, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        using var process = Process.Start(claude.Start("auth", "login"))!;
        try
        {
            await SayPortAsync(process, context, either.Token);
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new WaitedTooLongException("The login did not end in time.", LoginVerb.Advice);
        }
        return process.ExitCode == 0
            ? ExitCode.Ok
            : throw new CommandException("login_failed", "account", $"claude auth login ended with exit code {process.ExitCode}.", LoginVerb.Advice, ExitCode.Failure);
    }

    private static async Task SayPortAsync(Process login, CommandContext context, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Look, context.Time);
        do
        {
            if (ListeningPorts.OfTree(login.Id) is not [var port, ..]) continue;
            context.Terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"ssh -L {port}:localhost:{port} -N {Environment.UserName}@{Host(context)}"));
            context.Terminal.Error.WriteLine("Run that on the machine with the browser (with -i KEY if you need one), then open there the address that is shown here.");
            return;
        }
        while (!login.HasExited && await timer.WaitForNextTickAsync(stop));
    }

    // The address by which the owner's ssh reached this machine is one that works.
    private static string Host(CommandContext context) =>
        context.Environment("SSH_CONNECTION")?.Split(' ') is [_, _, var address, _] ? SafeText.Line(address) : Environment.MachineName;
}
