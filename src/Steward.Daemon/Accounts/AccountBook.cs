using System.Collections.Immutable;
using Steward.Daemon.Children;
using Steward.Daemon.Configuration;
using Steward.Domain.Accounts;
using Steward.Protocol.Accounts;
using Steward.Runtimes.ClaudeCode;

namespace Steward.Daemon.Accounts;

/// <summary>Finds the account of an agent: from the environment that its process would have, the files there, and the owner's token.</summary>
internal sealed class AccountBook(TokenStore tokens, Func<Settings> settings, Func<IReadOnlyDictionary<string, string>> environment)
{
    /// <summary>The whole environment, as Claude Code sees it that is found on this machine: the owner's token takes the place of an older one.</summary>
    public IReadOnlyDictionary<string, string> Surroundings() => tokens.Read() is { } token
        ? With(environment(), ClaudeAccount.TokenVariable, token.Value)
        : environment();

    public string? Token => tokens.Read()?.Value;

    /// <summary>Every configured agent's, or that of the environment where none is configured.</summary>
    public IEnumerable<OwnedAccount> All() => settings().Agents.Values.Where(IsClaude).Select(static agent => agent.Name).ToList() is { Count: > 0 } names
        ? names.Select(Of)
        : [Of(null)];

    /// <summary>The account that a process with this environment would have, or null: its agent has none.</summary>
    public ClaudeAccount? OfProcess(AgentSettings agent, IReadOnlyDictionary<string, string> environment)
    {
        if (!IsClaude(agent)) return null;
        var token = tokens.Read();
        var around = WithToken(environment, token);
        return Dated(ClaudeAccount.Read(around, agent.Options.Program, ClaudeFiles.Look), around, token);
    }

    public OwnedAccount Of(string? name)
    {
        var agent = Choose(name);
        var token = tokens.Read();
        var around = Around(agent, token);
        var account = ClaudeAccount.Read(around, agent?.Options.Program, ClaudeFiles.Look);
        return new OwnedAccount(agent?.Name, Dated(account, around, token), Variables(agent, around, token));
    }

    /// <summary>What the agent's process would have; without a token of the owner's where none is wanted.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string? name, bool withToken) => withToken
        ? Around(Choose(name), tokens.Read())
        : Choose(name) is { } agent ? Around(agent, null) : environment();

    private IReadOnlyDictionary<string, string> Around(AgentSettings? agent, StoredToken? token) => agent is null
        ? Surroundings()
        : WithToken(ChildEnvironment.Of(environment().ToDictionary(), null, agent.Environment), token);

    private AgentSettings? Choose(string? name)
    {
        var configured = settings().Agents;
        if (name is null)
            return configured.Values.Where(IsClaude).OrderByDescending(static agent => agent.Name == "claude").FirstOrDefault();
        if (!configured.TryGetValue(name, out var agent))
            return name == Agents.AgentDirectory.Found ? null : throw new AccountException("unknown_agent", $"There is no agent called {name}.", "steward agents");
        return IsClaude(agent) ? agent : throw new AccountException("no_account", $"The agent {name} has no account of Claude Code: its runtime is {agent.Runtime}.", null);
    }

    private static bool IsClaude(AgentSettings agent) => agent.Runtime == ClaudeRuntime.Name;

    private static IReadOnlyDictionary<string, string> WithToken(IReadOnlyDictionary<string, string> own, StoredToken? token) =>
        token is not null && ClaudeAccount.TakesToken(own) ? With(own, ClaudeAccount.TokenVariable, token.Value) : own;

    /// <summary>Of a token only its owner's note says when it ends.</summary>
    private ClaudeAccount Dated(ClaudeAccount account, IReadOnlyDictionary<string, string> around, StoredToken? token)
    {
        var facts = account.Facts;
        if (tokens.Trouble is { } trouble)
            facts = facts with { Troubles = facts.Troubles.Add(trouble) };
        if (facts.Login == LoginKind.Token && token is not null && around.GetValueOrDefault(ClaudeAccount.TokenVariable) == token.Value)
            facts = facts with { TokenExpiresAt = token.ExpiresAt, LoginFrom = $"{ClaudeAccount.TokenVariable} ({tokens.File})" };
        return account with { Facts = facts };
    }

    private ImmutableArray<LoginVariableView> Variables(AgentSettings? agent, IReadOnlyDictionary<string, string> around, StoredToken? token) =>
    [
        .. from name in ClaudeAccount.LoginVariables
           let value = around.GetValueOrDefault(name)
           where value is { Length: > 0 }
           select new LoginVariableView(name, value == token?.Value && name == ClaudeAccount.TokenVariable ? $"steward auth set-token ({tokens.File})"
               : agent?.Environment.ContainsKey(name) == true ? $"the environment of the agent {agent.Name} in config.json"
               : "the environment"),
    ];

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment, string name, string value) =>
        new(environment, StringComparer.Ordinal) { [name] = value };
}
