using System.CommandLine;
using System.CommandLine.Completions;
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
        if (UnknownFlag(parsed, args) is { } flag) return BadFlag(flag, parsed, tree);
        if (command is not Verb && parsed.UnmatchedTokens is [var word, ..]) return UnknownVerb(word, command, underDaemon);
        // A noun alone is no mistake of this kind: its verbs are shown. A flag of it can be one.
        if (parsed.Errors.FirstOrDefault(error => command is Verb || error.SymbolResult is OptionResult) is not { } first) return null;
        var message = parsed.UnmatchedTokens is [var extra, ..] ? $"{SafeText.Line(extra)} is one argument too many." : Words(first);
        return new CommandException("usage", "usage", message, $"steward help {PathOf(parsed)}".TrimEnd(), ExitCode.Usage);
    }

    public static CommandException UnknownVerb(string word, Command within, bool underDaemon)
    {
        var known = within.Subcommands.Select(verb => verb.Name);
        var what = underDaemon ? "daemon subcommand" : within.Subcommands.Count > 0 && within.Parents.Any() ? $"{within.Name} command" : "command";
        var fix = Suggestion.For(word, known) is { } meant ? $"did you mean {meant}?" : underDaemon ? null : $"steward help {(within.Parents.Any() ? within.Name : "")}".TrimEnd();
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

    /// <summary>The parser speaks of arguments and types, and its user of flags and words.</summary>
    private static string Words(ParseError error)
    {
        var (name, of, tokens) = error.SymbolResult switch
        {
            ArgumentResult { Parent: OptionResult option } argument => (option.Option.Name, (Symbol)option.Option, argument.Tokens),
            OptionResult option => (option.Option.Name, option.Option, option.Tokens),
            ArgumentResult argument => ($"<{argument.Argument.Name}>", argument.Argument, argument.Tokens),
            _ => ("", null, []),
        };
        if (of is null) return SafeText.Line(error.Message);
        if (tokens is not [.., var last]) return of is Option ? $"{name} needs a value." : $"{name} is missing.";
        var accepted = of.GetCompletions(CompletionContext.Empty).Select(static item => item.Label).ToList();
        var wanted = accepted is [.. var most, var only] ? most is [] ? only : $"{string.Join(", ", most)} or {only}"
            : IsNumber(of) ? "a whole number" : null;
        return wanted is null ? SafeText.Line(error.Message) : $"{name} is {wanted}, not \"{SafeText.Line(last.Value)}\".";
    }

    private static bool IsNumber(Symbol symbol)
    {
        var type = symbol is Option option ? option.ValueType : ((Argument)symbol).ValueType;
        return (Nullable.GetUnderlyingType(type) ?? type) is var number && (number == typeof(int) || number == typeof(long));
    }

    private static CommandException BadFlag(string flag, ParseResult parsed, VerbTree tree)
    {
        var command = parsed.CommandResult.Command;
        var name = flag.Split('=', 2)[0];
        var known = command.Options.Concat(tree.Root.Options).SelectMany(option => option.Aliases.Append(option.Name));
        var fix = Suggestion.For(name, known) is { } meant ? $"did you mean {meant}?"
            : command is Verb { Arguments: [.., { ValueType.IsArray: true }] } ? $"put -- before words that begin with a dash; the flags: steward help {PathOf(parsed)}"
            : $"steward help {PathOf(parsed)}".TrimEnd();
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
