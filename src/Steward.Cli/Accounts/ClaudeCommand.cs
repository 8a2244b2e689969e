using System.Diagnostics;
using Steward.Protocol.Client;

namespace Steward.Cli.Accounts;

/// <summary>Claude Code as a command runs it: the agent's own program, with the login that agents get, and no argument but those that are fixed here.</summary>
internal sealed class ClaudeCommand(string program, IReadOnlyDictionary<string, string> environment)
{
    // A terminal program asks what its terminal can do; agents have none.
    private static readonly string[] OfTerminals = ["TERM", "COLORTERM", "BROWSER", "DISPLAY", "SSH_CONNECTION"];

    /// <param name="withToken">It shall use the owner's token; else it is there to make a login.</param>
    public static async Task<ClaudeCommand> FindAsync(AccountAccess accounts, string? agent, bool withToken, CancellationToken stop) =>
        (await accounts.LookAsync(agent, stop)).Program is { } program
            ? new ClaudeCommand(program, accounts.EnvironmentOf(agent, withToken))
            : throw new CommandException("no_claude", "account", "Claude Code is not installed, or not in the PATH.", "npm install -g @anthropic-ai/claude-code", ExitCode.Failure);

    public ProcessStartInfo Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
        var own = OfTerminals.Select(name => KeyValuePair.Create(name, start.Environment.TryGetValue(name, out var value) ? value : null)).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in own.Where(static entry => entry.Value is not null)) start.Environment[name] = value;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return start;
    }
}
