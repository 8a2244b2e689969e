using System.CommandLine;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Turns;
using Steward.Protocol.Client;

namespace Steward.Cli.Chat;

internal sealed class ChatVerb : Verb
{
    private readonly SessionChoice choice = new();
    private readonly Option<string?> session = new("--session") { Description = "go on in a session: id, short id, name or pid", HelpName = "target" };
    private readonly Option<bool> noInput = new("--no-input") { Description = "nobody is there to be asked: the rules decide" };

    public ChatVerb() : base("chat", "Talk with an agent in this terminal")
    {
        choice.AddTo(this);
        Add(session);
        Add(noInput);
    }

    public override string Examples => """
        steward chat
        steward chat --session fix-tests
        printf 'say hello\ncount to 3\n' | steward chat     (a line is a message)
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (parsed.GetValue(session) is not null && choice.IsGiven(parsed))
            throw new CommandException(
                "contradiction", "usage", "What a new session works as is chosen for a new one; --session goes on in one that has all that.",
                "steward chat --session <target>", ExitCode.Usage);
        var headless = parsed.GetValue(noInput);
        var client = await DaemonConnection.OpenAsync(context, stop);
        var request = choice.Request(parsed, "", headless, context) with { Title = null };
        var sessions = new ChatSessions(context, client, request, choice.IsAgentChosen(parsed) || context.Json);
        var opened = await sessions.OpenAsync(parsed.GetValue(session), stop);
        if (!IsForKeys(context)) return await new LineChat(context, client, sessions, headless).RunAsync(opened, stop);
        await using var chat = new LiveChat(context, client, sessions);
        return await chat.RunAsync(opened, stop);
    }

    /// <summary>Whether the terminal can do what line editing and rows that change take.</summary>
    private static bool IsForKeys(CommandContext context) =>
        context.Terminal is { InputIsTerminal: true, OutputIsTerminal: true } && !context.Json && context.Environment("TERM") is not (null or "" or "dumb");
}
