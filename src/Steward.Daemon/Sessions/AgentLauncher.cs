using System.Collections.Immutable;
using Steward.Daemon.Accounts;
using Steward.Daemon.Agents;
using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Daemon.Files;
using Steward.Daemon.Journal;
using Steward.Daemon.Sandboxing;
using Steward.Daemon.Trust;
using Steward.Daemon.Worktrees;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;
using Steward.Keeper.Client;
using Steward.Protocol.Files;
using Steward.Runtimes;

namespace Steward.Daemon.Sessions;

/// <summary>From a session and its agent's settings to a process: what is started, with which environment, and who reads what it says.</summary>
internal sealed class AgentLauncher(
    AgentDirectory agents, IProcessKeeper keeper, IJournal journal, AgentBridge bridge, AgentHomes homes, AgentMemory memory, StewardHome home, WorkingCopies worktrees, SandboxTools sandboxes,
    WorkspaceTrust trust, string stewardProgram)
{
    private const string MendTheFiles = "See to that folder and its disk, and send the message again.";

    /// <summary>Null: nobody asks after accounts.</summary>
    public AccountGate? Accounts { get; init; }

    public bool CanResume(string agent) => agents.Find(agent) is { } found && found.Runtime.Capabilities.CanResume;

    /// <summary>What a process of the session would be given to log in with now.</summary>
    public string? LoginOf(SessionState state) => agents.Find(state.Agent)?.Runtime.LoginOf(ContextOf(state));

    /// <summary>No tool of the agent's touches what the daemon keeps of it, whatever its owner allows beside.</summary>
    public PermissionRule GuardOf(string agent) => new(RuleVerdict.Deny, "*", PathUnder: AgentHomes.FilesOfDaemon(home, agent));

    /// <summary>What its agent's program has kept of a session that is over for good.</summary>
    public IEnumerable<string> FilesOf(SessionState state) => agents.Find(state.Agent)?.Runtime.FilesOf(ContextOf(state)) ?? [];

    public ChildReader Open(SessionState state, LaunchId launch, ProcessMark? mark)
    {
        var runtime = agents.Find(state.Agent)?.Runtime ?? new UnknownRuntime();
        var context = ContextOf(state);
        return new ChildReader(launch, state.Id.Value, keeper, memory => runtime.Open(context, memory), mark);
    }

    public PlannedStart Plan(SessionState state, LaunchId launch)
    {
        var agent = agents.Find(state.Agent)
            ?? throw new LaunchRefusedException("no-agent", FailureKind.Spawn, $"The agent {state.Agent} is not in the configuration any more.",
                "Put it back into config.json, or: steward agent register, and send the message again.");
        MakeWorktree(state);
        if (!Directory.Exists(state.Directory))
            throw new LaunchRefusedException("no-folder", FailureKind.Spawn, $"The session's folder {state.Directory} is not there any more.",
                "Put it back and send the message again, or begin a new session in another folder.");
        MakeHome(agent);
        var context = WithAdditions(ContextOf(state)) with { WithoutWorkspaceConfiguration = LeavesOut(state, agent.Runtime), Notes = memory.NotesOf(agent.Settings.Name) };
        if ((agent.Runtime.Refuse(context) ?? Accounts?.Refuse(agent.Settings, context.OwnersEnvironment)) is { } failure)
            throw new LaunchRefusedException(failure);
        var plan = agent.Runtime.Plan(context);
        WriteAll(plan.Files);
        var environment = EnvironmentOf(state, agent.Settings, plan.Environment, OwnEnvironment(state), ToolEnvironment(state, agent));
        var start = new StartProcess
        {
            Launch = launch,
            Argv = [.. context.Sandboxed ? Wall(state, agent with { Settings = agent.Settings with { Options = context.Options } }, plan, environment["PATH"]) : plan.Command],
            Environment = [.. environment.Select(static pair => $"{pair.Key}={pair.Value}")],
            Directory = state.Directory,
        };
        return new PlannedStart(start, plan.Files);
    }

    /// <summary>Whether the agent starts without what its folder says; throws where it must not start at all.</summary>
    private bool LeavesOut(SessionState state, IAgentRuntime runtime)
    {
        var doubt = DoubtAbout(state, runtime);
        return doubt is null || state.Attended ? doubt is not null
            : throw new LaunchRefusedException("untrusted-workspace", FailureKind.Permission, doubt, $"{WorkspaceTrust.Fix} {state.Worktree?.Source ?? state.Directory}");
    }

    private string? DoubtAbout(SessionState state, IAgentRuntime runtime)
    {
        try
        {
            var untrusted = trust.Untrusted(runtime, state.Directory, state.Worktree);
            return untrusted.Count > 0 ? WorkspaceTrust.Sentence(untrusted) : null;
        }
        catch (Exception unknown) when (unknown is TooMuchToTrustException or IOException or UnauthorizedAccessException)
        {
            return $"Whether the folder may be trusted cannot be told: {unknown.Message}";
        }
    }

    private void WriteAll(ImmutableArray<PlannedFile> files)
    {
        try
        {
            foreach (var file in files)
                Write(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LaunchRefusedException("not-written", FailureKind.Storage, $"What the agent's program is to read cannot be written: {failure.Message}", MendTheFiles);
        }
    }

    private void Write(PlannedFile file)
    {
        OwnerFiles.CreateDirectories(home.Root, Path.GetDirectoryName(file.Path)!);
        AgentHomes.Write(file.Path, file.Content.Span);
    }

    private ImmutableArray<string> Wall(SessionState state, KnownAgent agent, LaunchPlan plan, string path)
    {
        try
        {
            var program = ProgramFile.Find(plan.Command[0], path);
            var reachable = NeedsBridge(agent) ? plan with { Readable = [.. plan.Readable, .. bridge.Files, .. OwnProgram.Files(stewardProgram)] } : plan;
            return sandboxes.Wrap(new SandboxPlanner(home).Plan(state, agent.Settings, reachable, program), [program ?? plan.Command[0], .. plan.Command.Skip(1)]);
        }
        catch (NoSandboxException none)
        {
            throw new LaunchRefusedException("no-sandbox", FailureKind.Spawn, none.Sentence, none.Fix);
        }
    }

    public static bool IsSandboxed(SessionState state, AgentSettings? settings) => state.Sandbox || settings is { Sandbox.IsOn: true };

    private IReadOnlyDictionary<string, string> EnvironmentOf(
        SessionState state, AgentSettings? settings, params IEnumerable<KeyValuePair<string, string>>[] layers)
    {
        var daemons = Environment.GetEnvironmentVariables();
        IEnumerable<IEnumerable<KeyValuePair<string, string>>> known = [settings?.Environment ?? ImmutableSortedDictionary<string, string>.Empty, .. layers];
        return IsSandboxed(state, settings)
            ? ChildEnvironment.Of(SandboxEnvironment.Of(daemons), state.SearchPath, [.. known, SandboxEnvironment.Places(home.AgentHome(state.Agent))])
            : ChildEnvironment.Of(daemons, state.SearchPath, [.. known]);
    }

    /// <summary>It is there, but for a session that comes back from the archive, or one whose beginning was cut off.</summary>
    private void MakeWorktree(SessionState state)
    {
        try
        {
            if (state.Worktree is { } worktree)
                worktrees.Make(worktree, state.Directory);
        }
        catch (Exception failure) when (failure is WorktreeException or IOException or UnauthorizedAccessException)
        {
            throw new LaunchRefusedException("no-worktree", FailureKind.Spawn, failure.Message, "Mend that and send the message again, or begin a new session.");
        }
    }

    private void MakeHome(KnownAgent agent)
    {
        try
        {
            homes.Make(agent);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LaunchRefusedException("not-written", FailureKind.Storage, $"The agent's folder cannot be made: {failure.Message}", MendTheFiles);
        }
    }

    private LaunchContext ContextOf(SessionState state)
    {
        var settings = agents.Find(state.Agent)?.Settings;
        return new LaunchContext
        {
            SessionId = state.Id.Value,
            Conversation = state.Conversation,
            HasAnswered = state.Usage.CompletionTokens > 0,
            ForkOf = state.ForkOf,
            Directory = state.Directory,
            AgentHome = home.AgentHome(state.Agent),
            PrivateFolder = home.PrivateFolder(state.Agent),
            StewardProgram = stewardProgram,
            Heard = () => HeardTexts.Of(journal, state),
            Command = settings?.Command ?? [],
            AccountToken = Accounts?.Token,
            Options = OptionsOf(state, settings),
            Tools = [.. agents.ToolsOf(state.Agent)],
            Sandboxed = IsSandboxed(state, settings),
            Environment = EnvironmentOf(state, settings),
            OwnersEnvironment = ChildEnvironment.Of(Environment.GetEnvironmentVariables(), state.SearchPath, settings?.Environment ?? ImmutableSortedDictionary<string, string>.Empty),
        };
    }

    private LaunchContext WithAdditions(LaunchContext context) => SessionAdditions.Of(journal, new SessionId(context.SessionId)) is { IsEmpty: false } own
        ? context with { OwnPrompt = own.SystemPrompt, Options = context.Options with { Directories = [.. context.Options.Directories, .. own.Directories] } }
        : context;

    private static AgentOptions OptionsOf(SessionState state, AgentSettings? settings)
    {
        var options = settings?.Options ?? AgentOptions.None;
        return options with { Model = state.Choices.Model ?? options.Model, PermissionMode = state.Choices.PermissionMode ?? options.PermissionMode };
    }

    // A secret goes only where it is needed: not to those that have no tools, nor to those that reach them without it.
    private IEnumerable<KeyValuePair<string, string>> ToolEnvironment(SessionState state, KnownAgent agent) =>
        NeedsBridge(agent) ? bridge.EnvironmentOf(state.Id) : [];

    private bool NeedsBridge(KnownAgent agent) => !agent.Runtime.Capabilities.CallsTools && agents.ToolsOf(agent.Settings.Name).Count > 0;

    private IEnumerable<KeyValuePair<string, string>> OwnEnvironment(SessionState state) =>
        [new("STEWARD_SESSION_ID", state.Id.Value), new("STEWARD_AGENT", state.Agent), new("STEWARD_AGENT_HOME", home.AgentHome(state.Agent))];
}
