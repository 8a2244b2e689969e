using Steward.Daemon.Sessions;
using Steward.Domain.Sessions;
using Steward.Protocol.Agents;
using Steward.Protocol.Files;

namespace Steward.Daemon.Agents;

/// <summary>Agents in the words of the wire.</summary>
internal sealed class AgentViews(AgentDirectory agents, SessionRegistry registry, AgentHomes homes, StewardHome home)
{
    public IReadOnlyList<AgentView> Of(IEnumerable<KnownAgent> known)
    {
        // Of the journal too: a session that rests is a session.
        var sessions = registry.List(includeArchived: false).Where(static state => state.End is null).ToLookup(static state => state.Agent);
        return [.. known.Select(agent => Of(agent, [.. sessions[agent.Settings.Name]]))];
    }

    public AgentView Of(KnownAgent agent) => Of([agent])[0];

    private AgentView Of(KnownAgent agent, IReadOnlyList<SessionState> own)
    {
        var can = agent.Runtime.Capabilities;
        var identity = homes.IdentityOf(agent.Settings.Name);
        return new AgentView
        {
            Id = agent.Settings.Name,
            Name = identity?.Name ?? agent.Settings.Name,
            Runtime = agent.Runtime.Kind,
            Workspace = agent.Settings.Workspace,
            Model = agent.Settings.Options.Model,
            PermissionMode = agent.Settings.Options.PermissionMode,
            Home = identity is null ? null : home.AgentHome(agent.Settings.Name),
            RegisteredAt = identity?.RegisteredAt,
            Note = agents.NoteOf(agent),
            IsDefault = agent.Settings.Name == agents.Default,
            Active = own.Count(static state => state.Turn is not null),
            Sessions = own.Count,
            Capabilities = new AgentCapabilitiesView(can.CanResume, can.CanInterrupt, can.AsksPermission, can.OneProcessPerTurn, can.TakesChoices, can.CanSteer, can.TakesImages, can.CanFork),
        };
    }
}
