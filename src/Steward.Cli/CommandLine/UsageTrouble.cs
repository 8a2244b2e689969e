using System.CommandLine;
using System.CommandLine.Parsing;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.CommandLine;

/// <summary>What is wrong with a command line, in words that name the nearest right one.</summary>
internal static class UsageTrouble
{
    public static DaemonException? Find(ParseResult parsed, VerbTree tree, IReadOnlyList<string> args, bool underDaemon)
    {
        var command = parsed.CommandResult.Command;
        if (UnknownFlag(parsed, args) is { } flag) return BadFlag(flag, command, tree);
        if (command is not Verb && parsed.UnmatchedTokens is [var word, ..]) return UnknownVerb(word, command, underDaemon);
        // A noun alone is no mistake of this kind: its verbs are shown. A flag of it can be one.
        if (parsed.Errors.FirstOrDefault(error => command is Verb || error.SymbolResult is OptionResult) is not { } first) return null;
        var message = parsed.UnmatchedTokens is [var extra, ..] ? $"{SafeText.Line(extra)} is one argument too many." : SafeText.Line(first.Message);
        return new CommandException("usage", "usage", message, $"steward help {PathOf(parsed)}".TrimEnd(), ExitCode.Usage);
    }

    public static CommandException UnknownVerb(string word, Command within, bool underDaemon)
    {
        var known = within.Subcommands.Select(verb => verb.Name);
        var what = underDaemon ? "daemon subcommand" : within.Subcommands.Count > 0 && within.Parents.Any() ? $"{within.Name} command" : "command";
        var fix = Suggestion.For(word, known) is { } meant ? $"did you mean {meant}?" : null;
        return new CommandException("unknown_verb", "usage", $"Unknown {what}: {SafeText.Line(word)}", fix, ExitCode.Failure);
    }

    public static bool IsUnknownVerb(DaemonException trouble) => trouble.Code == "unknown_verb";

    // The parser takes a flag that it does not know for an argument, where one fits.
    private static string? UnknownFlag(ParseResult parsed, IReadOnlyList<string> args)
    {
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash) return null;
            if (token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-' && args.Contains(token.Value)) return token.Value;
        }
        return null;
    }

    private static CommandException BadFlag(string flag, Command command, VerbTree tree)
    {
        var name = flag.Split('=', 2)[0];
        var known = command.Options.Concat(tree.Root.Options).SelectMany(option => option.Aliases.Append(option.Name));
        var fix = Suggestion.For(name, known) is { } meant ? $"did you mean {meant}?"
            : command is Verb { Arguments.Count: > 0 } ? "put -- before words that begin with a dash" : "steward help";
        return new CommandException("unknown_flag", "usage", $"Unknown flag: {SafeText.Line(name)}", fix, ExitCode.Usage);
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Parent: not null } command; result = command.Parent)
            names.Push(command.Command.Name);
        return string.Join(' ', names);
    }
}
