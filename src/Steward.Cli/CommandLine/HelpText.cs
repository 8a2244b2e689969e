using System.CommandLine;
using System.Text;
using Steward.Cli.Terminals;

namespace Steward.Cli.CommandLine;

internal static class HelpText
{
    private const string All = """
        Steward keeps AI coding agents running: close the terminal, restart the daemon in the
        middle of a turn, and the work goes on.

        USAGE
          steward <verb> [options]           steward daemon <verb> is the same

        TRY FIRST
          steward do "say hello"             starts the daemon if needed, and streams the answer
          steward bg --name tests "run the tests and fix what fails"
          steward chat                       talk, with history, /commands and what tools say
          steward attach tests               watch it, answer its questions; Ctrl-D leaves

        WORK WITH AGENTS
          do "…"            Let an agent do one thing, and watch
          chat              Talk with an agent in this terminal
          bg "…"            Start a session in the background
          attach [target]   Watch a session, write to it, answer its questions
          steer <target>    Send a message into the turn that runs
          kill [target]     End a session and its agent for good
          permissions       Answer what agents ask: list, allow, deny
          agents            List the agents that can be asked
          agent             register, unregister, list, show, repair
          messages          Read what agents wrote to you
          mcp               Serve Steward's tools to the agent that starts this
          auth              Account and login: diagnose, status, set-token, setup-token,
                            login, overage, tunnel
          trust [folder]    Trust what a folder tells agents' programs to run

        SESSIONS
          sessions          list, show, diff, fork, cancel, events, export, rename, archive, rm
          logs [target]     Show the log of the daemon or of a session

        THE DAEMON
          start             Start the daemon in the background
          run               Run the daemon in this terminal, with its log
          stop              Stop the daemon; running turns may finish first
          restart           Replace the daemon; agents work on
          status            Show whether the daemon runs
          ps                Show the daemon and its live sessions
          wait              Wait until the daemon answers
          selftest          Check the whole way, from its port to an agent's answer

        HELP
          help [verb]       Show help, of one verb or of all
          completion        Print completion for bash, zsh or fish

        OPTIONS (for every verb)
          --profile <name>  a daemon of its own, with its own state
          --json            answer in JSON; words for people go to standard error
          --no-autostart    do not start the daemon when it is not running
          -h, --help        show help
          --version         show the version

        A target is the id, short id, name or pid of a session.
        Exit codes: 0 ok, 1 failure, 2 usage, 3 not running, 4 contract mismatch, 5 timeout,
        70 storage, 75 temporary, 78 permanent (configuration, lock, port), 130 left with Ctrl-C,
        141 nobody reads the output.

        """;

    private const string Daemon = """
        Steward daemon: background process management

        USAGE
          steward daemon [subcommand]

        SUBCOMMANDS
          status            Show daemon and session status (ps shows both blocks, and is the default)
          start             Start the daemon
          stop              Stop the daemon
          restart           Replace the daemon; agents work on
          run               Run the daemon in this terminal, with its log
          wait              Wait until the daemon answers
          bg                Start a background session
          attach            Attach to a background session
          logs              Show the daemon's log, or a session's
          kill              Kill a session
          help              Show this help

        Every other verb of steward works here too: steward help

        OPTIONS (for start)
          --host <address>  loopback address to listen on (127.0.0.1)
          --port <port>     port to listen on (9999; 0 takes any free one)
          --foreground      stay in this terminal, with the log
          -h, --help        show this help

        """;

    public static string Of(Command command, VerbTree tree, bool underDaemon) => command switch
    {
        Verb verb => OfVerb(verb, Path(verb, tree)),
        VerbGroup group => OfGroup(group),
        _ => underDaemon ? Daemon : All,
    };

    private static string OfGroup(VerbGroup group)
    {
        var text = new StringBuilder().Append(group.Description).Append("\n\nUSAGE\n  steward ").Append(group.Name).Append(" <verb>\n\nVERBS\n");
        AppendRows(text, [.. group.Subcommands.OfType<Verb>().Select(verb => ($"{verb.Name}{verb.Usage}", verb.Description ?? ""))]);
        return text.Append("\nMore about one of them: steward help ").Append(group.Name).Append(" <verb>\n").ToString();
    }

    private static string OfVerb(Verb verb, string path)
    {
        var text = new StringBuilder().Append(verb.Description).Append("\n\nUSAGE\n  steward ").Append(path).Append(verb.Usage);
        text.Append(verb.Options.Count > 0 ? " [options]\n" : "\n");
        Section(text, "ARGUMENTS", [.. verb.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description ?? ""))]);
        Section(text, "OPTIONS", [.. verb.Options.Select(option => (Names(option), option.Description ?? ""))]);
        if (verb.Note.Length > 0) text.Append('\n').Append(verb.Note).Append('\n');
        if (verb.Examples.Length > 0) text.Append("\nEXAMPLES\n").AppendJoin('\n', verb.Examples.Split('\n').Select(line => $"  {line}")).Append('\n');
        return text.Append("\nOptions of every verb: steward help\n").ToString();
    }

    private static string Path(Verb verb, VerbTree tree) =>
        tree.Root.Subcommands.FirstOrDefault(group => group.Subcommands.Contains(verb)) is { } parent ? $"{parent.Name} {verb.Name}" : verb.Name;

    private static string Names(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias != option.Name).Order().Append(option.Name));
        return option.HelpName is { } value ? $"{names} <{value}>" : names;
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<(string Left, string Right)> rows)
    {
        if (rows.Count == 0) return;
        text.Append('\n').Append(title).Append('\n');
        AppendRows(text, rows);
    }

    private static void AppendRows(StringBuilder text, IReadOnlyList<(string Left, string Right)> rows)
    {
        var width = rows.Max(row => row.Left.Length);
        foreach (var (left, right) in rows) text.Append("  ").Append(left.PadRight(width + 2)).Append(SafeText.Line(right)).Append('\n');
    }
}
