using System.CommandLine;
using System.Text.Json;
using Steward.Cli.CommandLine;
using Steward.Cli.Supervision;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Cli.Turns;

internal sealed class BgVerb : Verb
{
    private readonly Argument<string[]> prompt = new("prompt") { Arity = ArgumentArity.ZeroOrMore, Description = "what shall be done; - reads it from standard input" };
    private readonly SessionChoice choice = new();
    private readonly Option<string[]> image = ImageFile.Option();
    private readonly Option<bool> noInput = new("--no-input") { Description = "nobody will be there to be asked: the rules decide" };

    public BgVerb() : base("bg", "Start a session in the background")
    {
        Add(prompt);
        choice.AddTo(this);
        Add(image);
        Add(noInput);
    }

    public override string Note => "A question waits 15 minutes for an answer, and is denied then; the turn goes on.";

    public override string Examples => """
        steward bg --name fix-tests "make the tests pass"
        steward attach fix-tests
        """;

    public override async Task<ExitCode> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var text = Prompt.Read(parsed.GetValue(prompt) ?? [], context.Terminal, "bg");
        var images = ImageFile.Read(parsed.GetValue(image), context);
        var client = await DaemonConnection.OpenAsync(context, stop);
        var session = await client.CreateSessionAsync(choice.Request(parsed, text, parsed.GetValue(noInput), context), stop);
        if (!choice.IsAgentChosen(parsed)) await AgentNotice.SayAsync(client, session.Agent, context, stop);
        await SubmitAsync(client, session, new SubmitTurnRequest { Content = text, ClientId = "cli", RequestId = Guid.NewGuid().ToString("N"), Images = images }, stop);
        Say(session, context);
        return ExitCode.Ok;
    }

    private static async Task SubmitAsync(StewardClient client, SessionView session, SubmitTurnRequest message, CancellationToken stop)
    {
        try
        {
            await client.SubmitAsync(session.Id, message, stop);
        }
        catch (RefusedException)
        {
            await UnusedSession.RemoveAsync(client, session, stop);
            throw;
        }
    }

    private static void Say(SessionView session, CommandContext context)
    {
        var output = context.Terminal.Out;
        if (context.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(session, WireJson.Default.SessionView));
            return;
        }
        output.WriteLine("Background session started");
        output.WriteLine($"  id:     {session.Id}  (short: {session.ShortId})");
        if (session.Name is { } name) output.WriteLine($"  name:   {Terminals.SafeText.Line(name)}");
        if (session.Worktree is { } copy) output.WriteLine($"  in:     {Terminals.SafeText.Line(context.Shown(copy.Path))}  (branch {Terminals.SafeText.Line(copy.Branch)})");
        output.WriteLine($"  log:    steward logs {session.ShortId}  (kept in {context.Shown(context.Home.JournalFile)})");
        output.WriteLine($"  attach: steward attach {session.ShortId}");
    }
}
