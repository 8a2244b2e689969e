using Steward.Domain.Supervision;
using Steward.Keeper.Children;
using Steward.Keeper.Native;
using Steward.Keeper.Polling;

namespace Steward.Keeper.Daemons;

/// <summary>Decides what follows the death of a daemon.</summary>
internal sealed class DaemonHistory(RestartPolicy policy, Clock clock)
{
    // A daemon that was ready is started again at once. One that dies right after each readiness would make that a busy loop.
    private const int LoopDeaths = 10, LoopWindow = 30_000, LoopLife = 1_000;

    private readonly Queue<long> shortLives = new();
    private RestartHistory history;

    public void Forget()
    {
        shortLives.Clear();
        history = RestartHistory.None;
    }

    /// <summary>Null: start the next one at once.</summary>
    public RestartDecision? AfterDeath(long? readyAt, ExitStatus end)
    {
        // SIGKILL comes from outside and says nothing about a daemon that had come to serve: it is no loop of its own making.
        if (readyAt is { } ready && (end.Signal == Signal.Kill || !IsLooping(ready))) return null;
        // Counted as a run of no length: it never came to serve, however long it tried.
        var decision = policy.Decide(history, readyAt is null ? end.Code : null, TimeSpan.Zero);
        history = decision.History;
        return decision;
    }

    private bool IsLooping(long readyAt)
    {
        var now = clock.Now;
        if (now - readyAt >= policy.RapidBelow.TotalMilliseconds) history = RestartHistory.None;
        if (now - readyAt >= LoopLife) return false;
        shortLives.Enqueue(now);
        while (shortLives.TryPeek(out var oldest) && now - oldest > LoopWindow) shortLives.Dequeue();
        return shortLives.Count >= LoopDeaths;
    }
}
