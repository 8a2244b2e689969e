using System.CommandLine;
using Steward.Protocol.Client;

namespace Steward.Cli.CommandLine;

/// <summary>One thing that the command line can do.</summary>
internal abstract class Verb(string name, string summary) : Command(name, summary)
{
    /// <summary>Examples for the verb's help, one to a line.</summary>
    public virtual string Examples => "";

    /// <summary>What its user should know beside its options, in a line or two.</summary>
    public virtual string Note => "";

    /// <summary>The words that may stand as its argument, where only some may.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>What stands after the options in the usage line.</summary>
    public virtual string Usage => string.Concat(Arguments.Select(argument => $" {Shown(argument)}"));

    public abstract Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop);

    private static string Shown(Argument argument)
    {
        var name = $"<{argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "…" : "")}";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }
}

/// <summary>A noun whose verbs come after it, as in <c>sessions list</c>.</summary>
internal sealed class VerbGroup : Command
{
    public VerbGroup(string name, string summary, params ReadOnlySpan<Verb> verbs) : base(name, summary)
    {
        foreach (var verb in verbs) Add(verb);
    }
}
