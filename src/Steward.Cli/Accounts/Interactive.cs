using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

/// <summary>What needs somebody at a terminal says so at once: Claude Code itself would wait for keys that never come.</summary>
internal static class Interactive
{
    public static void Require(string what, string advice, CommandContext context)
    {
        if (!context.Terminal.InputIsTerminal || !context.Terminal.OutputIsTerminal)
            throw new CommandException("no_terminal", "usage", $"{what} needs a terminal, and there is none here.", advice, ExitCode.Usage);
    }
}
