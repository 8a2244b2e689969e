using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Protocol.Client;

namespace Steward.Cli.Agents;

/// <summary>A verb about one agent that must be named: as its word, or by the flag that older scripts use.</summary>
internal abstract class AgentVerb : Verb
{
    private readonly Argument<string?> agent = new("name") { Arity = ArgumentArity.ZeroOrOne, Description = "name of the agent" };
    private readonly Option<string?> older = new("--agent-id") { Description = "the same as <name>", HelpName = "name" };

    protected AgentVerb(string name, string summary) : base(name, summary)
    {
        Add(agent);
        Add(older);
    }

    public override string Usage => " <name>";

    public sealed override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var (word, flag) = (parsed.GetValue(agent), parsed.GetValue(older));
        if ((word ?? flag) is not { } named || (word is not null && flag is not null))
            throw new CommandException("no_agent", "usage", "Name one agent.", $"steward agent {Name} <name>", ExitCode.Usage);
        var client = await DaemonConnection.OpenAsync(context, stop);
        await RunAsync(named, client, parsed, context, stop);
        return ExitCode.Ok;
    }

    protected abstract Task RunAsync(string agent, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop);

    protected static void Say<T>(CommandContext context, T value, JsonTypeInfo<T> type, string words) =>
        context.Terminal.Out.WriteLine(context.Json ? JsonSerializer.Serialize(value, type) : words);
}
