using System.Collections.Immutable;
using Steward.Daemon.Configuration.Shapes;
using Steward.Domain.Permissions;
using Steward.Protocol.Permissions;
using Steward.Runtimes;

namespace Steward.Daemon.Configuration;

/// <summary>The keys of one agent.</summary>
internal static class AgentRows
{
    public static SettingTable<AgentSettings> Table { get; } = new(
        new Setting<AgentSettings>("runtime", new RuntimeName(), "What kind of agent it is.")
        {
            Get = static _ => null,
            Set = static (agent, value) => agent with { Runtime = (string)value },
            IsRequired = true,
        },
        new Setting<AgentSettings>("workspace", new WorkspaceFolder(), "The folder that its sessions work in when nothing else is said.")
        {
            Get = static _ => null,
            Set = static (agent, value) => agent with { Workspace = (string)value },
        },
        new Setting<AgentSettings>("command", new CommandLine(), "Of the runtime exec: the program and its arguments. No shell comes between.")
        {
            Get = static _ => null,
            Set = static (agent, value) => agent with { Command = (ImmutableArray<string>)value },
        },
        Told("program", new ProgramName(), "Of the runtime claude-code: the program to run instead of claude.",
            static (options, value) => options with { Program = (string)value }),
        Told("model", new Word("the name of a model"), "Of the runtime claude-code: the model, as claude --model takes it.",
            static (options, value) => options with { Model = (string)value }),
        Told("permissionMode", new Choice([.. PermissionModes.All]),
            "Of the runtime claude-code: what it asks about. bypassPermissions asks about nothing; no request can choose it.",
            static (options, value) => options with { PermissionMode = (string)value }),
        Told("systemPrompt", new Word("a text"), "Of the runtime claude-code: added to its own system prompt.",
            static (options, value) => options with { SystemPrompt = (string)value }),
        Told("directories", new FolderList(), "Of the runtime claude-code: folders beside the workspace that it may work in.",
            static (options, value) => options with { Directories = (ImmutableArray<string>)value }),
        Told("mcpServers", new McpServerMap(), "Of the runtime claude-code: servers of tools, beside those of its own settings.",
            static (options, value) => options with { McpServers = (ImmutableSortedDictionary<string, McpServer>)value }),
        Told("strictMcp", new YesOrNo(), "Of the runtime claude-code: no servers of tools but those of mcpServers.",
            static (options, value) => options with { StrictMcp = (bool)value }),
        new Setting<AgentSettings>("environment", new EnvironmentEntries(), "Added to its clean environment. A value that is exactly ${NAME} is taken from the daemon's environment.")
        {
            Get = static _ => null,
            Set = static (agent, value) => agent with { Environment = (ImmutableSortedDictionary<string, string>)value },
        },
        Walled("sandbox.mode", new Choice("off", "on"), "\"on\": its sessions run in a sandbox, or not at all. \"off\": those that ask for one.",
            static (sandbox, value) => sandbox with { IsOn = (string)value == "on" }),
        Walled("sandbox.network", new YesOrNo(), "Whether it has a network in the sandbox; it has, when nothing is said.",
            static (sandbox, value) => sandbox with { Network = (bool)value }),
        Walled("sandbox.writable", new FolderList(), "Folders beside the workspace that it may change in the sandbox.",
            static (sandbox, value) => sandbox with { Writable = (ImmutableArray<string>)value }),
        Walled("sandbox.readable", new FolderList(), "Folders beside the system's that it may read in the sandbox.",
            static (sandbox, value) => sandbox with { Readable = (ImmutableArray<string>)value }),
        new Setting<AgentSettings>("tools", new ToolList(),
            "Which of Steward's own tools it may use. When not set: all where its runtime reaches them by itself (claude-code), else none.")
        {
            Get = static _ => null,
            Set = static (agent, value) => agent with { Tools = (ImmutableArray<string>)value },
        },
        Rules("permissions.allow", RuleVerdict.Allow, "What it may do without asking."),
        Rules("permissions.ask", RuleVerdict.Ask, "What it always asks about, even if a rule allows it."),
        Rules("permissions.deny", RuleVerdict.Deny, "What it may never do."),
        Number("permissionTimeoutMs", 604_800_000, "Instead of daemon.permissionTimeoutMs, for this agent.",
            static (agent, value) => agent with { PermissionTimeout = TimeSpan.FromMilliseconds(value) }),
        Number("idleTimeoutSec", 604_800, "How many seconds a process that has nothing to do is kept warm.",
            static (agent, value) => agent with { IdleTimeout = TimeSpan.FromSeconds(value) }),
        Number("maxWarm", 10_000, "How many of its processes are kept that have nothing to do, within daemon.maxWarm.",
            static (agent, value) => agent with { MaxWarm = (int)value }, min: 0),
        Number("spare", 1, "1: a process is started ahead, and the next session that is like the last one takes it.",
            static (agent, value) => agent with { Spare = value == 1 }, min: 0),
        Number("stallTimeoutSec", 604_800, "After how many seconds of silence a turn is reported as stalled; 0 for never.",
            static (agent, value) => agent with { StallTimeout = TimeSpan.FromSeconds(value) }, min: 0),
        Number("stallCancelSec", 604_800, "After how many seconds of silence a turn is ended with an error; 0 for never, which is the default.",
            static (agent, value) => agent with { StallCancel = TimeSpan.FromSeconds(value) }, min: 0),
        Number("turnOutputMb", 1_048_576, "How much one turn may write into the journal, in MiB.",
            static (agent, value) => agent with { TurnOutputBytes = value << 20 }));

    /// <summary>The keys that only a runtime of that kind takes.</summary>
    public static IReadOnlyList<string> OfClaudeCode { get; } = ["program", "model", "permissionMode", "systemPrompt", "directories", "mcpServers", "strictMcp"];

    private static Setting<AgentSettings> Told(string key, ValueShape shape, string meaning, Func<AgentOptions, object, AgentOptions> set) => new(key, shape, meaning)
    {
        Get = static _ => null,
        Set = (agent, value) => agent with { Options = set(agent.Options, value) },
    };

    private static Setting<AgentSettings> Walled(string key, ValueShape shape, string meaning, Func<SandboxSettings, object, SandboxSettings> set) =>
        new(key, shape, meaning)
        {
            Get = static _ => null,
            Set = (agent, value) => agent with { Sandbox = set(agent.Sandbox, value) },
        };

    private static Setting<AgentSettings> Rules(string key, RuleVerdict verdict, string meaning) => new(key, new RuleList(verdict), meaning)
    {
        Get = static _ => null,
        Set = static (agent, value) => agent with { Rules = agent.Rules.AddRange((ImmutableList<PermissionRule>)value) },
    };

    private static Setting<AgentSettings> Number(string key, long max, string meaning, Func<AgentSettings, long, AgentSettings> set, long min = 1) =>
        new(key, new WholeNumber(min, max), meaning)
        {
            Get = static _ => null,
            Set = (agent, value) => set(agent, (long)value),
        };
}
