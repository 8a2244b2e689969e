using Steward.Daemon.Sessions;
using Steward.Protocol.Agents;
using Steward.Protocol.Files;

namespace Steward.Daemon.Agents;

/// <summary>Agents in the words of the wire.</summary>
internal sealed class AgentViews(AgentDirectory agents, SessionRegistry registry, AgentHomes homes, StewardHome home)
{
    public AgentView Of(KnownAgent agent)
    {
        var own = registry.Hosts.Select(static host => host.State).Where(state => state.Agent == agent.Settings.Name && state.End is null).ToList();
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
