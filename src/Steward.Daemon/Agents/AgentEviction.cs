using Steward.Daemon.Api;
using Steward.Daemon.Sessions;
using Steward.Domain.Sessions;
using Steward.Protocol.Errors;
using Steward.Protocol.Files;

namespace Steward.Daemon.Agents;

/// <summary>Sees to it that nothing works in an agent's home any more before it is moved away.</summary>
internal sealed class AgentEviction(SessionRegistry sessions, StewardHome home)
{
    // A process that is asked to end is forced to after ten seconds.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);

    /// <summary>How many sessions were killed for it; without <paramref name="force"/> it is refused where one would have to be.</summary>
    public async Task<int> EvictAsync(string agent, bool force, CancellationToken cancellationToken)
    {
        var live = sessions.Hosts.Where(host => host.State.Agent == agent && (host.State.IsLive || host.State.Process is not null)).ToList();
        if (!force)
            RequireEmpty(agent, live);
        foreach (var host in live)
            await host.AskAsync(new EndSession(SessionEnd.Killed), null, cancellationToken);
        foreach (var host in live)
            await EndAsync(host, cancellationToken);
        return live.Count;
    }

    private void RequireEmpty(string agent, List<SessionHost> live)
    {
        if (live.Count > 0)
            throw ApiException.Conflict("agent_at_work", $"{agent} has live sessions: {string.Join(", ", live.Select(static host => host.Id.ShortId))}.",
                "Wait until they are idle for long enough to have no process, or use --force, which kills them.");
        var copies = Path.Combine(home.AgentHome(agent), "worktrees");
        if (Directory.Exists(copies) && Directory.EnumerateDirectories(copies).Any())
            throw ApiException.Conflict("agent_has_worktrees", $"Working copies with changes are kept in {copies}.",
                "Take over what is in them, or use --force: they are archived with the rest, and `git worktree repair` finds them there.");
    }

    private static async Task EndAsync(SessionHost host, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EndLimit);
        try
        {
            for (var next = host.NextStep; host.State.Process is not null; next = host.NextStep)
                await next.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(503, new ErrorBody("still_ending", "timeout", $"The process of {host.Id.ShortId} has not ended yet; nothing was unregistered.", true));
        }
    }
}
