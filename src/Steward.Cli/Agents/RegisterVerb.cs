using System.CommandLine;
using Steward.Cli.Sessions;
using Steward.Cli.Terminals;
using Steward.Protocol;
using Steward.Protocol.Agents;
using Steward.Protocol.Client;

namespace Steward.Cli.Agents;

internal sealed class RegisterVerb : AgentVerb
{
    private readonly Option<string?> title = new("--name") { Description = "what people call it", HelpName = "text" };
    private readonly Option<string?> runtime = new("--runtime") { Description = "claude-code (when nothing is said) or demo", HelpName = "name" };
    private readonly Option<string?> workspace = new("--workspace") { Description = "the folder that it works in when nothing else is said", HelpName = "folder" };
    private readonly Option<bool> restore = new("--restore") { Description = "take its newest archived home up again" };
    private readonly ChoiceOptions choices = new();

    public RegisterVerb() : base("register", "Write an agent into config.json, and make its home")
    {
        foreach (var option in (ReadOnlySpan<Option>)[title, runtime, workspace]) Add(option);
        choices.AddTo(this);
        Add(restore);
    }

    public override string Examples => """
        steward agent register reviewer --workspace ~/project --model opus
        steward agent register reviewer --restore
        """;

    protected override async Task RunAsync(string agent, StewardClient client, ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        var answer = await client.RegisterAgentAsync(new RegisterAgentRequest(agent)
        {
            Name = parsed.GetValue(title),
            Runtime = parsed.GetValue(runtime),
            Workspace = parsed.GetValue(workspace) is { } folder ? Path.TrimEndingDirectorySeparator(context.PathOf(folder)) : null,
            Model = choices.Model(parsed),
            PermissionMode = choices.PermissionMode(parsed),
            Restore = parsed.GetValue(restore),
        }, stop);
        Say(context, answer, WireJson.Default.RegisterAgentAnswer, string.Join('\n', Lines(answer, context)));
    }

    private static IEnumerable<string> Lines(RegisterAgentAnswer answer, CommandContext context)
    {
        var name = SafeText.Line(answer.Agent.Id);
        yield return answer.IsNew
            ? $"{name} is registered ({SafeText.Line(answer.Agent.Runtime)}), and can be asked at once: steward do --agent {name} \"…\""
            : $"{name} was registered already.";
        if (answer.Agent.Home is { } home) yield return $"  home: {SafeText.Line(context.Shown(home))}";
        if (answer.Restored is { } archive) yield return $"  taken up again from {SafeText.Line(context.Shown(archive))}";
        if (answer.IsNew && answer.Agent.IsDefault) yield return "  It answers when no agent is named.";
    }
}
