using System.CommandLine.Parsing;
using System.Globalization;
using Steward.Cli.CommandLine;
using Steward.Cli.Terminals;
using Steward.Cli.Turns;

namespace Steward.Cli.Chat;

/// <summary>
/// What begins with a slash. <c>//x</c> always goes to the agent as <c>/x</c>; a word that the chat does not know goes to an agent
/// that has commands of its own, and is refused for any other; a path is no command.
/// </summary>
internal static class SlashCommand
{
    public static readonly IReadOnlyList<(string Name, string Usage, string Summary)> All =
    [
        ("/help", "", "show this"),
        ("/daemon", " [verb …]", "any verb of the command line, as in: /daemon logs --lines 20"),
        ("/status", "", "whether the daemon runs"),
        ("/sessions", " [verb …]", "list sessions, or another verb of sessions"),
        ("/attach", " TARGET", "go to another session"),
        ("/new", "", "go to a new session"),
        ("/rename", " NAME", "give this session a name"),
        ("/model", " [NAME]", "show the model, or choose another for this session"),
        ("/permissions", " [verb …]", "list what waits for an answer; allow, deny or answer what is asked here, or another"),
        ("/show", " [N]", "the whole result of tool call N, or of the last one"),
        ("/steer", " MESSAGE", "send a message into the running turn"),
        ("/image", " FILE", "a picture for the next message; more than one is possible"),
        ("/cancel", "", "cancel the running turn (Ctrl-C does too)"),
        ("/withdraw", "", "take back the last message that waits, to change it"),
        ("/usage", "", "what this session has used"),
        ("/quit", "", "leave; the session goes on (Ctrl-D does too)"),
    ];

    /// <param name="asked">The question that somebody is being asked now; it is what a bare <c>/permissions allow</c> is about.</param>
    public static ChatAction Parse(string text, string session, bool agentHasCommands, string? asked = null)
    {
        if (text.StartsWith("//", StringComparison.Ordinal)) return new ChatAction.Message(text[1..]);
        var words = text.StartsWith('/') ? CommandLineParser.SplitCommandLine(text).ToList() : [];
        if (words.Count == 0 || words[0].IndexOf('/', 1) > 0) return new ChatAction.Message(text);
        var rest = words.Skip(1).ToList();
        return words[0] switch
        {
            "/help" or "/?" => new ChatAction.ShowHelp(),
            "/daemon" => new ChatAction.RunVerb(["daemon", .. rest]),
            "/status" => new ChatAction.RunVerb(["status", .. rest]),
            "/sessions" => new ChatAction.RunVerb(["sessions", .. rest.Count > 0 ? rest : ["list"]]),
            "/permissions" => Permissions(rest, asked),
            "/rename" => rest.Count == 1 ? new ChatAction.RunVerb(["sessions", "rename", session, rest[0]]) : Needs("/rename NAME"),
            "/model" => Model(session, rest),
            "/attach" => rest.Count == 1 ? new ChatAction.Switch(rest[0]) : Needs("/attach TARGET (/sessions lists them)"),
            "/new" => new ChatAction.Switch(null),
            "/show" => Show(rest),
            SteerLine.Command => SteerLine.Of(text) is { } steer ? new ChatAction.Steer(steer) : Needs("/steer MESSAGE"),
            "/image" => rest.Count == 1 ? new ChatAction.TakeImage(rest[0]) : Needs("/image FILE"),
            "/cancel" => new ChatAction.CancelTurn(),
            "/withdraw" => new ChatAction.Withdraw(),
            "/usage" => new ChatAction.ShowUsage(),
            "/quit" or "/exit" => new ChatAction.Leave(),
            _ when agentHasCommands => new ChatAction.Message(text),
            var unknown => Unknown(unknown),
        };
    }

    /// <summary>Commands that begin with what was typed; none once there is more than the command.</summary>
    public static IReadOnlyList<string> Completions(string typed) =>
        typed.StartsWith('/') && !typed.Contains(' ', StringComparison.Ordinal)
            ? [.. All.Select(command => command.Name).Where(name => name.StartsWith(typed, StringComparison.Ordinal))]
            : [];

    public static IEnumerable<string> Help() =>
    [
        .. All.Select(command => $"  {(command.Name + command.Usage).PadRight(24)}{command.Summary}"),
        "  //…                     send it to the agent with one slash, such as //compact",
        "  Alt-Enter, or a backslash before Enter, begins a new line; Ctrl-R searches what you wrote.",
    ];

    private static ChatAction.RunVerb Permissions(List<string> rest, string? asked)
    {
        var isAnswer = rest is ["allow" or "deny" or "answer", ..] && (rest.Count == 1 || rest[1].StartsWith('-'));
        if (isAnswer && asked is not null) rest.Insert(1, asked);
        return new ChatAction.RunVerb(["permissions", .. rest.Count > 0 ? rest : ["list"]]);
    }

    private static ChatAction Model(string session, List<string> rest) => rest.Count switch
    {
        0 => new ChatAction.ShowModel(),
        1 => new ChatAction.RunVerb(["sessions", "set", session, "--model", rest[0]]),
        _ => Needs("/model [NAME]"),
    };

    private static ChatAction Show(List<string> rest) => rest switch
    {
        [] => new ChatAction.ShowResult(null),
        [var number] when int.TryParse(number.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => new ChatAction.ShowResult(parsed),
        _ => Needs("/show N"),
    };

    private static ChatAction.Refused Needs(string usage) => new($"It is written so: {usage}", null);

    private static ChatAction.Refused Unknown(string word) => new(
        $"There is no {SafeText.Line(word)} here.",
        Suggestion.For(word, All.Select(command => command.Name)) is { } meant ? $"did you mean {meant}?" : "/help lists all; //… goes to the agent");
}
