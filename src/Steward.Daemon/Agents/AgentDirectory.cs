using Steward.Daemon.Configuration;
using Steward.Domain.Agents;
using Steward.Runtimes;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Agents;

internal sealed record KnownAgent(AgentSettings Settings, IAgentRuntime Runtime);

/// <summary>
/// The agents that can be asked for by name: those of the configuration, the built-in one that is always there, and Claude Code where this machine
/// has it.
/// </summary>
internal sealed class AgentDirectory(Func<Settings> settings, RuntimeCatalog runtimes, Func<ClaudeInstallation> claude)
{
    public const string BuiltIn = "demo";
    public const string Found = "claude";

    private static readonly AgentSettings Demo = new() { Name = BuiltIn, Runtime = "demo" };

    /// <summary>The one that answers when none is named.</summary>
    public string Default => settings() switch
    {
        { DefaultAgent: { } named } => named,
        { Agents: { Count: 1 } only } => only.Keys.First(),
        { Agents.Count: 0 } when claude().IsReady => Found,
        _ => BuiltIn,
    };

    public IEnumerable<KnownAgent> All => settings().Agents.Values.Concat(Offered()).Select(Known).OfType<KnownAgent>();

    public KnownAgent? Find(string name) => settings().Agents.TryGetValue(name, out var configured) ? Known(configured)
        : name == BuiltIn ? Known(Demo)
        : name == Found ? Known(Claude(claude()))
        : null;

    /// <summary>The tools of Steward's that it may use: as its owner says, else all of them where its runtime reaches them by itself.</summary>
    public IReadOnlyList<AgentTool> ToolsOf(string name) => Find(name) switch
    {
        { Settings.Tools: { } chosen } => [.. AgentTool.All.Where(tool => chosen.Contains(tool.Name))],
        { Runtime.Capabilities.CallsTools: true } => AgentTool.All,
        _ => [],
    };

    /// <summary>Why this one answers when none is named, where the configuration does not say.</summary>
    public string? NoteOf(KnownAgent agent) => agent.Settings.Name != Default ? null : settings() switch
    {
        { DefaultAgent: null, Agents.Count: 0 } => DefaultReason.Of(claude()),
        { DefaultAgent: null, Agents: { Count: > 1 } several } when !several.ContainsKey(agent.Settings.Name) => DefaultReason.OfNone,
        _ => null,
    };

    private IEnumerable<AgentSettings> Offered()
    {
        var configured = settings().Agents;
        if (!configured.ContainsKey(BuiltIn))
            yield return Demo;
        if (!configured.ContainsKey(Found) && claude() is { Program: not null } installed)
            yield return Claude(installed);
    }

    private static AgentSettings Claude(ClaudeInstallation installed) => new()
    {
        Name = Found,
        Runtime = ClaudeRuntime.Name,
        Options = AgentOptions.None with { Program = installed.Program },
        Environment = installed.AccountEnvironment,
    };

    private KnownAgent? Known(AgentSettings agent) => runtimes.TryFind(agent.Runtime, out var runtime) ? new KnownAgent(agent, runtime) : null;
}
