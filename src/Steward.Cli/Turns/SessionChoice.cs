using System.CommandLine;
using Steward.Cli.Sessions;
using Steward.Protocol.Client;
using Steward.Protocol.Sessions;

namespace Steward.Cli.Turns;

/// <summary>The flags that say where a new session works, and as what.</summary>
internal sealed class SessionChoice
{
    /// <summary>Somebody may be away from the terminal for a while.</summary>
    private const long PermissionTimeoutMs = 900_000;

    private readonly Option<string?> agent = new("--agent") { Description = "which agent (steward agents)", HelpName = "name" };
    private readonly Option<string?> directory = new("--dir") { Description = "the folder to work in (this one)", HelpName = "folder" };
    private readonly Option<string?> name = new("--name") { Description = "a name to find the session by", HelpName = "name" };
    private readonly Option<string?> spawnMode = new("--spawn-mode") { Description = "same-dir, or worktree: a git working copy of its own", HelpName = "mode" };

    private readonly Option<bool> sandbox = new("--sandbox") { Description = "wall the agent in: it sees the folder, its own home and the system" };

    private readonly Option<string?> systemPrompt = new("--system-prompt") { Description = "what the agent is told beside, in this session", HelpName = "text" };
    private readonly Option<string[]> addDir = new("--add-dir") { Description = "another folder that it may work in; may be repeated", HelpName = "folder" };

    public SessionChoice() => spawnMode.AcceptOnlyFromAmong("same-dir", "worktree");

    private readonly ChoiceOptions choices = new();

    public void AddTo(Command command)
    {
        command.Add(agent);
        command.Add(directory);
        command.Add(name);
        choices.AddTo(command);
        command.Add(systemPrompt);
        command.Add(addDir);
        command.Add(spawnMode);
        command.Add(sandbox);
    }

    public bool IsAgentChosen(ParseResult parsed) => parsed.GetValue(agent) is not null;

    public bool IsGiven(ParseResult parsed) => IsAgentChosen(parsed) || parsed.GetValue(directory) is not null || parsed.GetValue(name) is not null
        || choices.IsGiven(parsed) || parsed.GetValue(systemPrompt) is not null || parsed.GetValue(addDir) is { Length: > 0 } || parsed.GetValue(spawnMode) is not null || parsed.GetValue(sandbox);

    public CreateSessionRequest Request(ParseResult parsed, string prompt, bool headless, CommandContext context, bool attended = false) => new()
    {
        Agent = parsed.GetValue(agent),
        Name = parsed.GetValue(name),
        Title = Terminals.SafeText.Shorten(prompt.Trim(), 60),
        Directory = Folder(parsed.GetValue(directory), context),
        Model = choices.Model(parsed),
        PermissionMode = choices.PermissionMode(parsed),
        SystemPrompt = parsed.GetValue(systemPrompt),
        Directories = parsed.GetValue(addDir) is { Length: > 0 } more ? [.. more.Select(folder => Folder(folder, context))] : null,
        PermissionTimeoutMs = headless ? null : PermissionTimeoutMs,
        Headless = headless,
        Attended = attended && !headless,
        SpawnMode = parsed.GetValue(spawnMode),
        Sandbox = parsed.GetValue(sandbox),
        Path = context.Environment("PATH"),
        RequestId = Guid.NewGuid().ToString("N"),
    };

    private static string Folder(string? given, CommandContext context)
    {
        var folder = given is null ? context.Directory : context.PathOf(given);
        return Directory.Exists(folder)
            ? folder
            : throw new CommandException("no_such_folder", "usage", $"There is no folder {Terminals.SafeText.Line(folder)}.", "steward do --dir . \"…\"", ExitCode.Usage);
    }
}
