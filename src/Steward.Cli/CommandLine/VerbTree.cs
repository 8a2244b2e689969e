using System.CommandLine;
using Steward.Cli.Accounts;
using Steward.Cli.Agents;
using Steward.Cli.Chat;
using Steward.Cli.Logs;
using Steward.Cli.Messages;
using Steward.Cli.Permissions;
using Steward.Cli.Selftest;
using Steward.Cli.Sessions;
using Steward.Cli.Supervision;
using Steward.Cli.Trust;
using Steward.Cli.Turns;

namespace Steward.Cli.CommandLine;

/// <summary>All verbs, and the flags that all of them take.</summary>
internal sealed class VerbTree
{
    public VerbTree()
    {
        Profile = new Option<string?>("--profile") { Description = "a daemon of its own, with its own state", HelpName = "name", Recursive = true };
        Json = new Option<bool>("--json") { Description = "answer in JSON; words for people go to standard error", Recursive = true };
        NoAutostart = new Option<bool>("--no-autostart") { Description = "do not start the daemon when it is not running", Recursive = true };
        Help = new Option<bool>("--help", "-h") { Description = "show help", Recursive = true };
        Version = new Option<bool>("--version") { Description = "show the version" };
        Root = new Command("steward", "Keeps AI coding agents running");
        foreach (var option in (ReadOnlySpan<Option>)[Profile, Json, NoAutostart, Help, Version]) Root.Add(option);
        foreach (var verb in Verbs()) Root.Add(verb);
    }

    public Command Root { get; }

    public Option<string?> Profile { get; }

    public Option<bool> Json { get; }

    public Option<bool> NoAutostart { get; }

    public Option<bool> Help { get; }

    public Option<bool> Version { get; }

    private IEnumerable<Command> Verbs() =>
    [
        new DoVerb(), new ChatVerb(), new BgVerb(), new AttachVerb(), new SteerVerb(), new KillVerb(), new LogsVerb(),
        new VerbGroup(
            "sessions", "List sessions and look into them", new ListVerb(), new ShowVerb(), new DiffVerb(), new EventsVerb(), new ExportVerb(), new RenameVerb(), new SetVerb(), new ForkVerb(), new CancelVerb(),
            new ArchiveVerb(), new RemoveVerb()),
        new VerbGroup(
            "permissions", "Answer what agents ask", new ListPermissionsVerb(), new ShowPermissionVerb(), new AllowVerb(), new DenyVerb(),
            new AnswerVerb(), new RulesVerb(), new RevokeVerb()),
        new VerbGroup(
            "auth", "Account and login of Claude Code", new DiagnoseVerb(), new AuthStatusVerb(), new SetTokenVerb(), new SetupTokenVerb(), new LoginVerb(),
            new OverageVerb(), new TunnelVerb()),
        new TrustVerb(), new MessagesVerb(),
        new VerbGroup("agent", "Register agents, and look at them", new RegisterVerb(), new UnregisterVerb(), new AgentsVerb("list"), new ShowAgentVerb(), new RepairAgentVerb()),
        new AgentsVerb(), new McpVerb(),
        new StartVerb(), new RunVerb(), new StopVerb(), new RestartVerb(), new StatusVerb(), new PsVerb(), new WaitVerb(), new SelftestVerb(),
        new CompletionVerb(this), new HelpVerb(this),
    ];
}
