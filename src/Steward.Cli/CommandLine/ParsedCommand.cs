using System.CommandLine;
using System.CommandLine.Parsing;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol.Client;

namespace Steward.Cli.CommandLine;

/// <summary>A command line that takes the parser.</summary>
internal static class ParsedCommand
{
    // A prompt may well begin with an @ or hold a bundle of letters after a dash: neither means anything of its own here.
    private static readonly ParserConfiguration Configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static async Task<ExitCode> RunAsync(string[] given)
    {
        var tree = new VerbTree();
        var (args, underDaemon) = WithoutDaemon(given);
        var parsed = CommandLineParser.Parse(tree.Root, args, Configuration);
        var trouble = UsageTrouble.Find(parsed, tree, args, underDaemon);
        if (trouble is not null && (UsageTrouble.IsUnknownVerb(trouble) || !parsed.GetValue(tree.Help))) return Refuse(trouble, parsed, tree, underDaemon);
        var context = CommandContext.Create(parsed.GetValue(tree.Profile), parsed.GetValue(tree.Json), !parsed.GetValue(tree.NoAutostart));
        if (parsed.GetValue(tree.Version)) return Write(context.Terminal, Program.VersionText + "\n");
        if (parsed.GetValue(tree.Help)) return Write(context.Terminal, HelpText.Of(parsed.CommandResult.Command, tree, underDaemon));
        return parsed.CommandResult.Command switch
        {
            HelpVerb when underDaemon && args is ["help"] => Write(context.Terminal, HelpText.Of(tree.Root, tree, underDaemon)),
            Verb verb => await verb.RunAsync(parsed, context, CancellationToken.None),
            _ when underDaemon && args.Length == parsed.Tokens.Count(token => token.Type is TokenType.Option or TokenType.Argument) =>
                PsCommand.Run(context),
            VerbGroup group => WithoutVerb(group, tree, context.Terminal),
            _ => Write(context.Terminal, HelpText.Of(tree.Root, tree, underDaemon)),
        };
    }

    /// <summary>Every verb stands under <c>daemon</c> too, so that word is taken out where the first verb would be.</summary>
    private static (string[] Args, bool UnderDaemon) WithoutDaemon(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "daemon") return ([.. args[..i], .. args[(i + 1)..]], true);
            if (args[i] == "--profile") i++;
            else if (!args[i].StartsWith('-')) break;
        }
        return (args, false);
    }

    private static ExitCode Refuse(DaemonException trouble, ParseResult parsed, VerbTree tree, bool underDaemon)
    {
        var terminal = Terminal.Open(Environment.GetEnvironmentVariable);
        // Scripts of before read that help on this stream.
        if (!underDaemon || !UsageTrouble.IsUnknownVerb(trouble) || parsed.GetValue(tree.Json)) return TroubleReport.Write(trouble, parsed.GetValue(tree.Json), terminal);
        terminal.Error.WriteLine(trouble.Message);
        if (trouble.Fix is { } meant) terminal.Error.WriteLine(meant);
        terminal.Error.WriteLine();
        terminal.Error.Write(HelpText.Of(parsed.CommandResult.Command, tree, underDaemon));
        return trouble.ExitCode;
    }

    private static ExitCode WithoutVerb(VerbGroup group, VerbTree tree, Terminal terminal)
    {
        terminal.Error.Write(HelpText.Of(group, tree, underDaemon: false));
        return ExitCode.Usage;
    }

    private static ExitCode Write(Terminal terminal, string text)
    {
        terminal.Out.Write(text);
        return ExitCode.Ok;
    }
}
