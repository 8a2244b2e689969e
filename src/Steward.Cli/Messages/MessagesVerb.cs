using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Messages;

namespace Steward.Cli.Messages;

internal sealed class MessagesVerb : Verb
{
    private readonly Option<string?> to = new("--to") { Description = "those to that agent instead of those to you", HelpName = "agent" };
    private readonly Option<long> after = new("--after") { Description = "only those after that cursor", HelpName = "cursor" };

    public MessagesVerb() : base("messages", "Read what agents wrote to you")
    {
        Add(to);
        Add(after);
    }

    public override string Examples => "steward messages\nsteward messages --to reviewer --json";

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var client = await DaemonConnection.OpenAsync(context, stop);
        var messages = await client.MessagesAsync(parsed.GetValue(to), parsed.GetValue(after), stop);
        if (context.Json) context.Terminal.Out.WriteLine(JsonSerializer.Serialize(messages, WireJson.Default.IReadOnlyListMessageView));
        else if (messages.Count == 0) context.Terminal.Out.WriteLine("No messages.");
        else foreach (var message in messages) context.Terminal.Out.WriteLine(Line(message));
        return ExitCode.Ok;
    }

    private static string Line(MessageView message) => string.Create(
        CultureInfo.InvariantCulture, $"{message.At.ToLocalTime():yyyy-MM-dd HH:mm}  {SafeText.Line(message.From)}  {SafeText.Line(message.Text)}  ({message.SessionId[5..13]}, cursor {message.Cursor})");
}
