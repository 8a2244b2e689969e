namespace Steward.ClaudeCode.Tests.StandIn;

/// <summary>What is said into a turn: taken up when a tool has ended, else after the turn; what does not wait breaks off what is being said.</summary>
internal sealed class StandInSteers
{
    private readonly Lock _gate = new();
    private readonly List<(string Uuid, string Text)> _waiting = [];
    private CancellationTokenSource? _saying;

    /// <summary>Cancelled when what is being said is to be broken off.</summary>
    public CancellationToken Begin()
    {
        lock (_gate)
            return (_saying = new CancellationTokenSource()).Token;
    }

    public bool TryAdd(string uuid, string text, bool now)
    {
        lock (_gate)
        {
            if (_saying is null)
                return false;
            _waiting.Add((uuid, text));
            if (now)
                _ = _saying.CancelAsync();
            return true;
        }
    }

    public IReadOnlyList<(string Uuid, string Text)> Take()
    {
        lock (_gate)
        {
            (string, string)[] taken = [.. _waiting];
            _waiting.Clear();
            return taken;
        }
    }

    public IReadOnlyList<(string Uuid, string Text)> End()
    {
        lock (_gate)
            _saying = null;
        return Take();
    }
}
