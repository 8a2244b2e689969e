using System.Collections.Concurrent;
using System.Threading.Channels;
using Steward.Daemon.Configuration;
using Steward.Daemon.Journal;

namespace Steward.Daemon.Events;

/// <summary>
/// Hands committed events to subscribers, in the order of commits. The journal calls it after each commit; one reader serialises each event
/// once and offers it to everybody, so that the journal's writer never waits for a subscriber.
/// </summary>
internal sealed class EventHub(IDaemonIdentity identity, Func<Settings> settings)
{
    private const int MaxCommits = 4096;

    private readonly ConcurrentDictionary<string, Audience> _sessions = new(StringComparer.Ordinal);
    private readonly Audience _everything = new();
    private readonly Channel<IReadOnlyList<StoredEvent>> _committed = Channel.CreateBounded<IReadOnlyList<StoredEvent>>(
        new BoundedChannelOptions(MaxCommits) { SingleReader = true, SingleWriter = true });

    private int _subscribers;
    private volatile bool _finished;

    public int SubscriberCount => Volatile.Read(ref _subscribers);

    /// <summary>
    /// Called by the journal's writer. Serving a commit costs far less than its sync did; should it ever fall behind, the writer waits here, so
    /// that events are never dropped and never pile up.
    /// </summary>
    public void Committed(IReadOnlyList<StoredEvent> events)
    {
        while (!_committed.Writer.TryWrite(events))
            if (!_committed.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
                // The streams have ended and the agents have not: what they say still goes into the journal, and the next daemon serves it.
                return;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var events in _committed.Reader.ReadAllAsync(stop))
            foreach (var stored in events)
                Offer(stored);
        _finished = true;
        foreach (var subscription in _sessions.Values.SelectMany(static audience => audience.Members).Concat(_everything.Members))
            subscription.Close();
    }

    /// <summary>Every stream ends, once what was committed until now has been offered to it.</summary>
    public void Finish() => _committed.Writer.TryComplete();

    /// <summary>Subscribes to one session, or to all with null. Read the journal after this call: what it lacks comes here.</summary>
    public Subscription Join(string? session)
    {
        var limits = settings().Limits;
        var subscription = new Subscription(this, session, limits.SubscriberEvents, limits.SubscriberBytes);
        if (session is null)
            _everything.Add(subscription);
        else
            while (!_sessions.GetOrAdd(session, static _ => new Audience()).Add(subscription))
                continue;
        Interlocked.Increment(ref _subscribers);
        if (_finished)
            subscription.Close();
        return subscription;
    }

    internal void Leave(Subscription subscription)
    {
        if (subscription.Session is null)
        {
            if (_everything.Remove(subscription))
                Interlocked.Decrement(ref _subscribers);
            return;
        }
        if (!_sessions.TryGetValue(subscription.Session, out var audience) || !audience.Remove(subscription))
            return;
        Interlocked.Decrement(ref _subscribers);
        if (audience.CloseIfEmpty())
            _sessions.TryRemove(new KeyValuePair<string, Audience>(subscription.Session, audience));
    }

    private void Offer(StoredEvent stored)
    {
        var here = _sessions.TryGetValue(stored.Session, out var audience) ? audience.Members : [];
        var everywhere = _everything.Members;
        if (here.Length + everywhere.Length == 0)
            return;
        var frame = EventFrame.Of(stored, identity.DaemonId);
        foreach (var subscription in here)
            subscription.Offer(frame);
        foreach (var subscription in everywhere)
            subscription.Offer(frame);
    }

    /// <summary>Who listens to one session: a snapshot that is swapped whole, so that offering never locks.</summary>
    private sealed class Audience
    {
        private readonly Lock _gate = new();
        private bool _closed;

        public Subscription[] Members { get; private set; } = [];

        public bool Add(Subscription subscription)
        {
            lock (_gate)
            {
                if (!_closed)
                    Members = [.. Members, subscription];
                return !_closed;
            }
        }

        public bool Remove(Subscription subscription)
        {
            lock (_gate)
            {
                var before = Members.Length;
                Members = Array.FindAll(Members, member => member != subscription);
                return Members.Length < before;
            }
        }

        public bool CloseIfEmpty()
        {
            lock (_gate)
                return _closed = Members.Length == 0;
        }
    }
}
