using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Protocol.Client;

namespace Steward.Cli.Sessions;

/// <summary>A verb about one session that must be named.</summary>
internal abstract class SessionVerb : Verb
{
    private readonly Argument<string> target = new("target") { Description = "id, short id, name or pid of a session" };

    protected SessionVerb(string name, string summary) : base(name, summary) => Add(target);

    public sealed override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        await RunAsync(parsed.GetRequiredValue(target), client, parsed, context, stop);
        return ExitCode.Ok;
    }

    protected abstract Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop);

    protected static void Say<T>(CommandContext context, T value, JsonTypeInfo<T> type, string words) =>
        context.Terminal.Out.WriteLine(context.Json ? JsonSerializer.Serialize(value, type) : words);
}
