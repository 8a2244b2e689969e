using System.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.CommandLine;

internal sealed class HelpVerb : Verb
{
    private readonly VerbTree tree;
    private readonly Argument<string[]> topic = new("verb") { Arity = ArgumentArity.ZeroOrMore, Description = "the verb to explain" };

    public HelpVerb(VerbTree tree) : base("help", "Show help, of one verb or of all")
    {
        this.tree = tree;
        Add(topic);
    }

    public override Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var found = tree.Root;
        foreach (var word in parsed.GetValue(topic) ?? [])
        {
            if (word == "daemon" && found == tree.Root) continue;
            var next = found.Subcommands.FirstOrDefault(verb => verb.Name == word);
            if (next is null) throw UsageTrouble.UnknownVerb(word, found, underDaemon: false);
            found = next;
        }
        context.Terminal.Out.Write(HelpText.Of(found, tree, underDaemon: false));
        return Task.FromResult(ExitCode.Ok);
    }
}
