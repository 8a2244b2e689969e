using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Steward.Daemon.Api;
using Steward.Daemon.Sessions;
using Steward.Daemon.Turns;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;
using Steward.Protocol.Sessions;
using Steward.Protocol.Turns;

namespace Steward.Daemon.Agents;

/// <summary>
/// One agent asks another, and waits. Each pair of an asking session and an asked agent has one session for it, so that a second question
/// goes on where the first ended. Who asks in a circle, or too deep, is refused before anything starts.
/// </summary>
internal sealed class AgentQuestions(AgentDirectory agents, SessionRegistry sessions, SessionCreation creation, TurnCommands turns, TurnEnding ending)
{
    private const int DeepestChain = 5;
    private const int MostSuccessors = 100;
    private const string KeyScope = "asked";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task<ToolOutcome> AskAsync(ToolCaller caller, string agent, string question, CancellationToken cancellationToken)
    {
        var chain = caller.Session.AskedBy.Add(caller.Session.Agent);
        if (agents.Find(agent) is not { Settings.Name: var asked })
            return ToolOutcome.Failed($"There is no agent called {agent}. Call list_agents for those that there are.");
        if (chain.Contains(asked))
            return ToolOutcome.Failed($"{asked} waits for an answer itself ({string.Join(" asked ", chain)}); it cannot be asked in a circle.");
        if (chain.Count >= DeepestChain)
            return ToolOutcome.Failed($"Agents ask one another at most {DeepestChain - 1} deep ({string.Join(" asked ", chain)}).");
        try
        {
            var host = await SessionForAsync(caller, asked, chain, cancellationToken);
            return await AskAsync(host, caller, question, cancellationToken);
        }
        catch (ApiException refusal)
        {
            return ToolOutcome.Failed(refusal.Error.Fix is { } fix ? $"{refusal.Message} {fix}" : refusal.Message);
        }
    }

    private async Task<SessionHost> SessionForAsync(
        ToolCaller caller, string agent, System.Collections.Immutable.ImmutableList<string> chain, CancellationToken cancellationToken)
    {
        for (var n = 0; n < MostSuccessors; n++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{caller.Session.Id}/{agent}/{n}");
            if (sessions.AnswerTo(KeyScope, key) is not { } before)
                return await CreateAsync(key, caller, agent, chain, cancellationToken);
            // One that its owner ended is not taken up again; the next question begins a new one.
            if (sessions.Find(new SessionId(Encoding.UTF8.GetString(before.Answer.Span))) is { State.End: null } host)
                return host;
        }
        throw ApiException.Conflict("asked_too_often", $"{agent} was ended {MostSuccessors} times; it is not asked again.");
    }

    private async Task<SessionHost> CreateAsync(
        string key, ToolCaller caller, string agent, System.Collections.Immutable.ImmutableList<string> chain, CancellationToken cancellationToken)
    {
        var planned = creation.Plan(new CreateSessionRequest { Agent = agent, Title = $"asked by {caller.Session.Agent}", Sandbox = IsWalled(caller) }) with { AskedBy = chain };
        var claim = new IdempotencyClaim(KeyScope, key, SHA256.HashData(Encoding.UTF8.GetBytes(key)), StatusOfClaim,
            static decision => Encoding.UTF8.GetBytes(decision.State.Id.Value));
        var answer = await sessions.CreateAsync(planned, claim, cancellationToken);
        var id = answer.Before is { } before ? new SessionId(Encoding.UTF8.GetString(before.Answer.Span)) : answer.Decision!.State.Id;
        return sessions.Find(id) ?? throw ApiException.NotFound("The asked agent's session");
    }

    private async Task<ToolOutcome> AskAsync(SessionHost host, ToolCaller caller, string question, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(caller.CallKey));
        var turn = TurnId.From(new Guid(hash.AsSpan(0, 16)));
        var submit = turns.Submission(host, new SubmitTurnRequest { Content = question, WriterId = caller.Session.Agent }) with { Turn = turn };
        var claim = new IdempotencyClaim($"turns/{host.Id}", $"asked/{turn}", hash, StatusOfClaim,
            decision => Encoding.UTF8.GetBytes(decision.State.Seq.ToString(CultureInfo.InvariantCulture)));
        var answer = await host.AskAsync(submit, claim, cancellationToken);
        if (answer.Before is null)
            Refusals.ThrowIfRefused(answer);
        return await ending.OfAsync(host, turn, Patience, cancellationToken) is { } end
            ? end
            : ToolOutcome.Failed($"{host.State.Agent} did not answer within {Patience.TotalMinutes:0} minutes; its session goes on ({host.Id.ShortId}).");
    }

    // An agent in a sandbox must not reach out of it by another's hands.
    private bool IsWalled(ToolCaller caller) => AgentLauncher.IsSandboxed(caller.Session, agents.Find(caller.Session.Agent)?.Settings);

    // What is kept for a key is read back by this class alone, and never sent as an HTTP answer.
    private const int StatusOfClaim = 200;
}
