using System.Security.Cryptography;
using System.Text;
using Steward.Daemon.Agents;
using Steward.Daemon.Api;
using Steward.Daemon.Configuration;
using Steward.Daemon.Sessions;
using Steward.Domain.Permissions;
using Steward.Domain.Sessions;
using Steward.Protocol.Permissions;

namespace Steward.Daemon.Permissions;

/// <summary>The rules that answer for the owner: those of the settings, and those that were remembered or given, which can be taken back here.</summary>
internal sealed class RuleDesk(SessionRegistry registry, AgentDirectory agents, RememberedRules remembered)
{
    public IEnumerable<PermissionRuleView> All => Settings().Concat(OfAgents().Select(static kept => kept.View)).Concat(OfSessions().Select(static kept => kept.View));

    public async Task<PermissionRuleView> AddAsync(AddRuleRequest request, CancellationToken cancellationToken)
    {
        if (request is { Agent: not null, Session: not null })
            throw ApiException.BadRequest("agent_or_session", "A rule is for an agent, or for a session.");
        if (request.Session is { } target)
            return await AddToSessionAsync(SessionLookup.Host(registry, target), request, cancellationToken);
        var agent = request.Agent is not { } named ? null : agents.Find(named)
            ?? throw new ApiException(404, new("no_such_agent", "invalid_request", $"There is no agent {named}.", false, "steward agent list shows all."));
        var kept = new RememberedRule(agent?.Settings.Name ?? RememberedRules.EveryAgent, Parse(request, agent?.Settings.Workspace));
        Stored(() => remembered.Put(kept), "so the rule does not count");
        return View(kept);
    }

    private static async Task<PermissionRuleView> AddToSessionAsync(SessionHost host, AddRuleRequest request, CancellationToken cancellationToken)
    {
        var rule = Parse(request, host.State.Directory);
        Refusals.ThrowIfRefused(await host.AskAsync(new RememberRule(rule), null, cancellationToken));
        return View(host.State, rule);
    }

    private static PermissionRule Parse(AddRuleRequest request, string? workspace) =>
        RuleText.Parse(request.Rule, VerdictOf(request.Verdict), workspace, out var complaint)
        ?? throw ApiException.BadRequest("bad_rule", $"The rule is not understood: {complaint}.", "A rule is tool, tool(exact command) or tool(path/**).");

    private static RuleVerdict VerdictOf(string word) => word switch
    {
        "allow" => RuleVerdict.Allow,
        "ask" => RuleVerdict.Ask,
        "deny" => RuleVerdict.Deny,
        _ => throw ApiException.BadRequest("bad_verdict", "The verdict is allow, ask or deny."),
    };

    public async Task<PermissionRuleView> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var (view, kept) in OfAgents().Where(found => found.View.Id == id))
        {
            Stored(() => remembered.Remove(kept), "so the rule still counts");
            return view;
        }
        foreach (var (view, session, rule) in OfSessions().Where(found => found.View.Id == id))
        {
            var host = registry.Find(session) ?? throw ApiException.NotFound("The rule's session");
            Refusals.ThrowIfRefused(await host.AskAsync(new ForgetRule(rule), null, cancellationToken));
            return view;
        }
        throw new ApiException(404, new("no_such_rule", "invalid_request", $"No remembered rule is called {id}.", false,
            "steward permissions rules lists them; those of config.json are changed there."));
    }

    private static void Stored(Action change, string otherwise)
    {
        try
        {
            change();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ApiException(507, new("storage", "storage", $"The file of remembered rules cannot be written, {otherwise}.", true));
        }
    }

    private IEnumerable<PermissionRuleView> Settings() => agents.All.SelectMany(static agent => agent.Settings.Rules.Select(rule =>
        new PermissionRuleView("settings", PermissionViews.Word(rule.Verdict), rule.Written(), agent.Settings.Name)));

    private IEnumerable<(PermissionRuleView View, RememberedRule Kept)> OfAgents() => remembered.All.Select(static kept => (View(kept), kept));

    // Those that rest in the journal have rules too: they count when somebody writes to the session.
    private IEnumerable<(PermissionRuleView View, SessionId Session, PermissionRule Rule)> OfSessions() =>
        from state in registry.List(includeArchived: true)
        where state.End is null
        from rule in state.Rules
        select (View(state, rule), state.Id, rule);

    private static PermissionRuleView View(RememberedRule kept) =>
        new("agent", PermissionViews.Word(kept.Rule.Verdict), kept.Rule.Written(), kept.Agent) { Id = IdOf($"agent {kept.Agent}", kept.Rule) };

    private static PermissionRuleView View(SessionState state, PermissionRule rule) =>
        new("session", PermissionViews.Word(rule.Verdict), rule.Written(), state.Agent) { Id = IdOf($"session {state.Id.Value}", rule), SessionId = state.Id.Value };

    /// <summary>Of what it says and where: the same rule has the same id, and another one never has.</summary>
    private static string IdOf(string where, PermissionRule rule)
    {
        var text = string.Join('\0', where, rule.Verdict, rule.Tool, rule.Command, rule.PathUnder, rule.Beside, rule.Program);
        return "rule_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
