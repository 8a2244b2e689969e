using System.CommandLine;
using Steward.Protocol.Client;
using Steward.Protocol.Permissions;

namespace Steward.Cli.Sessions;

/// <summary>The flags that choose a model and a permission mode for one session.</summary>
internal sealed class ChoiceOptions
{
    private readonly Option<string?> model = new("--model") { Description = "the model, in the agent's words", HelpName = "name" };
    private readonly Option<string?> mode = new("--permission-mode")
    {
        Description = $"what it asks about: {string.Join(", ", PermissionModes.Choosable)}",
        HelpName = "mode",
    };

    public void AddTo(Command command)
    {
        command.Add(model);
        command.Add(mode);
    }

    public bool IsGiven(ParseResult parsed) => Model(parsed) is not null || parsed.GetValue(mode) is not null;

    public string? Model(ParseResult parsed) => parsed.GetValue(model);

    public string? PermissionMode(ParseResult parsed) => parsed.GetValue(mode) is not { } given ? null
        : PermissionModes.Find(given) ?? throw new CommandException(
            "bad_permission_mode", "usage", $"There is no permission mode {Terminals.SafeText.Line(given)}.",
            $"one of: {string.Join(", ", PermissionModes.Choosable)}", ExitCode.Usage);
}
