using System.Collections.Concurrent;
using Steward.Chaos.Tests.Instances;
using Steward.Protocol.Client;
using Steward.Protocol.Events;

namespace Steward.Chaos.Tests.Ledgers;

/// <summary>Listens to one session from its first event on, over every death of the daemon and of the keeper.</summary>
internal sealed class Follower(Instance instance, string session)
{
    private readonly StewardClient _client = instance.NewClient(TimeSpan.FromSeconds(30));
    private readonly ConcurrentQueue<EventEnvelope> _heard = [];
    private long _last;
    private int _queued, _ended, _reconnects;

    public string Session => session;

    /// <summary>Told of each event as it is heard.</summary>
    public Action<EventEnvelope>? OnEvent { get; init; }

    public IReadOnlyCollection<EventEnvelope> Heard => _heard;

    public int Reconnects => _reconnects;

    public bool HasOpenTurns => Volatile.Read(ref _queued) > Volatile.Read(ref _ended);

    /// <summary>How many turns are not over, by what was heard and what <paramref name="acknowledged"/> knows better.</summary>
    public int Open(int acknowledged) => Math.Max(Volatile.Read(ref _queued), acknowledged) - Volatile.Read(ref _ended);

    public bool HasHeard(long seq) => Interlocked.Read(ref _last) >= seq;

    public async Task FollowAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var happened in _client.FollowAsync(session, Interlocked.Read(ref _last), Reconnected, stop)) Hear(happened);
            }
            catch (Exception broken) when (broken is NoAnswerException or NotRunningException)
            {
                Interlocked.Increment(ref _reconnects);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Reconnected(bool back)
    {
        if (back) Interlocked.Increment(ref _reconnects);
    }

    private void Hear(EventEnvelope happened)
    {
        _heard.Enqueue(happened);
        if (happened.Event == EventKind.Queued) Interlocked.Increment(ref _queued);
        if (EventKind.IsStop(happened.Event)) Interlocked.Increment(ref _ended);
        Interlocked.Exchange(ref _last, happened.Seq);
        OnEvent?.Invoke(happened);
    }
}
