using System.CommandLine;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol.Accounts;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

internal sealed class SetupTokenVerb() : Verb("setup-token", "Make a login token that is good for a year, and give it to agents")
{
    // A token that is broken over two lines would not be known as one.
    private const int LongestLine = 140;

    private const byte ControlC = 3;
    private const int Insisting = 3;

    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(365);

    public override string Examples => """
        steward auth setup-token
        steward auth set-token --stdin < token-file      where there is no terminal: make it elsewhere with claude setup-token
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        Interactive.Require(
            "claude setup-token", "run claude setup-token on a machine with a terminal, then here: steward auth set-token --stdin < token-file", context);
        var accounts = new AccountAccess(context);
        var claude = await ClaudeCommand.FindAsync(accounts, null, withToken: false, stop);
        if (await RunAsync(claude, stop) is not { } token)
            throw new CommandException(
                "no_token", "account", "claude setup-token ended without showing a token.", "if it did show one: steward auth set-token", ExitCode.Failure);
        SetTokenVerb.Say(await accounts.SaveTokenAsync(new StoreTokenRequest(token, context.Time.GetUtcNow() + GoodFor), stop), context);
        return ExitCode.Ok;
    }

    private static async Task<string?> RunAsync(ClaudeCommand claude, CancellationToken stop)
    {
        using var terminal = PseudoTerminal.Open();
        var (rows, columns) = TerminalMode.Size();
        using var raw = TerminalMode.Raw();
        using var process = terminal.Start(claude.Start("setup-token"), Math.Max(rows, 24), Math.Max(columns, LongestLine));
        // A read from a terminal cannot be called back: this thread ends with the command.
        new Thread(() => Type(terminal, process)) { IsBackground = true, Name = "keys" }.Start();
        var sieve = new TokenSieve();
        await Task.Run(() => Show(terminal, sieve), stop);
        await process.WaitForExitAsync(stop);
        return sieve.Token;
    }

    private static void Type(PseudoTerminal terminal, Process process)
    {
        using var keyboard = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 0);
        var keys = new byte[1024];
        try
        {
            for (var insisted = 0; keyboard.Read(keys) is > 0 and var count;)
            {
                terminal.Write(keys.AsSpan(0, count));
                // In this mode Ctrl-C is a key like any other, and the program may not care for it.
                insisted = keys.AsSpan(0, count).IndexOfAnyExcept(ControlC) < 0 ? insisted + count : 0;
                if (insisted >= Insisting) process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody reads keys any more.
        }
    }

    private static void Show(PseudoTerminal terminal, TokenSieve sieve)
    {
        using var screen = Terminal.OpenOut();
        var drawn = new byte[4096];
        while (terminal.Read(drawn) is > 0 and var count) screen.Write(sieve.Take(drawn.AsSpan(0, count)));
        screen.Write(sieve.End());
    }
}
