namespace Steward.Daemon.Sessions;

/// <summary>
/// How many turns run at once. Who runs is looked up in the sessions' own states, so a place cannot leak: it is free when its session says so.
/// </summary>
internal sealed class TurnGate(Func<int> places)
{
    private readonly Lock _gate = new();
    private readonly HashSet<SessionHost> _running = [];
    // Whoever asked them holds a place and waits for them: with places of their own, agents that ask each other could wait for ever.
    private readonly HashSet<SessionHost> _asked = [];
    private readonly LinkedList<SessionHost> _waiting = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;

    public int Running
    {
        get
        {
            lock (_gate)
                return _running.Count;
        }
    }

    /// <summary>Those that run and do not wait for an answer of their owner's: an end of theirs is in sight.</summary>
    public int Working
    {
        get
        {
            lock (_gate)
                return WorkingLocked();
        }
    }

    /// <summary>Asks for a place; <see cref="SessionHost.Admit"/> is called when there is one.</summary>
    public void Ask(SessionHost host)
    {
        lock (_gate)
        {
            if (!_running.Contains(host) && !_waiting.Contains(host))
                _waiting.AddLast(host);
        }
        AdmitNext();
    }

    /// <summary>The committed truth about one session: whether it runs a turn.</summary>
    public void Tell(SessionHost host, bool running)
    {
        lock (_gate)
        {
            if (running)
                EnterLocked(host);
            else
            {
                _running.Remove(host);
                _asked.Remove(host);
            }
            SayIfIdleLocked();
        }
        if (!running)
            AdmitNext();
    }

    /// <summary>Nothing new begins: the daemon stops. Completes when the last turn that works is over.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            SayIfIdleLocked();
        }
        return _idle.Task;
    }

    private void SayIfIdleLocked()
    {
        if (_closed && WorkingLocked() == 0)
            _idle.TrySetResult();
    }

    private int WorkingLocked() => _running.Count(static host => host.State.Requests.Count == 0);

    private void EnterLocked(SessionHost host)
    {
        _running.Add(host);
        if (host.State.AskedBy.Count > 0)
            _asked.Add(host);
    }

    private SessionHost? NextLocked() => _running.Count - _asked.Count < places()
        ? _waiting.First?.Value
        : _waiting.FirstOrDefault(static host => host.State.AskedBy.Count > 0);

    private void AdmitNext()
    {
        while (true)
        {
            SessionHost next;
            lock (_gate)
            {
                if (_closed || NextLocked() is not { } first)
                    return;
                _waiting.Remove(first);
                next = first;
                EnterLocked(next);
            }
            next.Admit();
        }
    }
}
