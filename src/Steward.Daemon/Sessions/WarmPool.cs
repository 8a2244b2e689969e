using Steward.Daemon.Configuration;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>
/// How many processes that have nothing to do are kept for their next message. Who is idle is looked up in the sessions' own states, and each session itself
/// has the last word, so one that has just got something to do is never ended. Those that were idle for longest go first.
/// </summary>
internal sealed class WarmPool(Func<Settings> settings)
{
    private sealed record Idle(SessionHost Host, LaunchId Launch, string Agent, DateTimeOffset Since);

    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, Idle> _idle = [];

    /// <summary>The committed truth about one session: whether its process has nothing to do.</summary>
    public void Tell(SessionHost host)
    {
        var state = host.State;
        List<Idle> over;
        lock (_gate)
        {
            _idle.Remove(state.Id);
            if (state.IdleProcess() is not { IdleUntil: { } until } process)
                return;
            _idle.Add(state.Id, new Idle(host, process.Launch, state.Agent, until - state.Limits.IdleTimeout));
            over = [.. OverLocked()];
        }
        foreach (var idle in over)
            LetGo(idle);
    }

    private static void LetGo(Idle idle)
    {
        if (idle.Host.Child is not { } child || child.Launch != idle.Launch)
            return;
        child.LetGo();
        idle.Host.Wake();
    }

    private IEnumerable<Idle> OverLocked()
    {
        var present = settings();
        var ofAgents = _idle.Values.GroupBy(static idle => idle.Agent).SelectMany(own => present.Agents.GetValueOrDefault(own.Key)?.MaxWarm is { } most ? Oldest(own, most) : []);
        return ofAgents.Union(Oldest(_idle.Values, present.MaxWarm));
    }

    /// <summary>All but so many that were used most recently.</summary>
    private static IEnumerable<Idle> Oldest(IEnumerable<Idle> idle, int kept) => idle.OrderByDescending(static one => one.Since).Skip(kept);
}
