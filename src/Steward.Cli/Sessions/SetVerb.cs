using System.CommandLine;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Sessions;

internal sealed class SetVerb : SessionVerb
{
    private readonly ChoiceOptions choices = new();

    public SetVerb() : base("set", "Choose a session's model or permission mode, at once where its agent runs") => choices.AddTo(this);

    public override string Examples => """
        steward sessions set fix-tests --model opus
        steward sessions set fix-tests --permission-mode plan
        """;

    protected override async Task RunAsync(string session, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (!choices.IsGiven(parsed))
            throw new CommandException("no_change", "usage", "Say what to choose.", "steward sessions set <target> --model <name> --permission-mode <mode>", ExitCode.Usage);
        var request = new UpdateSessionRequest(Model: choices.Model(parsed), PermissionMode: choices.PermissionMode(parsed));
        var view = await client.UpdateSessionAsync(session, request, stop);
        Say(context, view, WireJson.Default.SessionView, $"{view.ShortId} works with {Told(view)}");
    }

    private static string Told(SessionView view) =>
        $"{(view.Model is { } model ? $"the model {SafeText.Line(model)}" : "its agent's own model")}, permission mode {SafeText.Line(view.PermissionMode ?? "as the agent is set up")}";
}
