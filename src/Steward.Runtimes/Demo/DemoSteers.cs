using System.Diagnostics.CodeAnalysis;

namespace Steward.Runtimes.Demo;

internal sealed record DemoSteer(Guid Uuid, string Content, bool Now);

/// <summary>What is said into a turn while it is answered. Once the answer is done it takes nothing more.</summary>
internal sealed class DemoSteers
{
    private readonly Lock _gate = new();
    private readonly Queue<DemoSteer> _waiting = [];
    private bool _over;

    public bool TryAdd(DemoSteer steer)
    {
        lock (_gate)
        {
            if (!_over)
                _waiting.Enqueue(steer);
            return !_over;
        }
    }

    public bool TryTake([NotNullWhen(true)] out DemoSteer? steer)
    {
        lock (_gate)
            return _waiting.TryDequeue(out steer);
    }

    /// <summary>False while there is something to take up.</summary>
    public bool TryEnd()
    {
        lock (_gate)
            return _over = _over || _waiting.Count == 0;
    }

    /// <summary>Nobody takes these up any more.</summary>
    public IReadOnlyList<DemoSteer> GiveUp()
    {
        lock (_gate)
        {
            _over = true;
            DemoSteer[] left = [.. _waiting];
            _waiting.Clear();
            return left;
        }
    }
}
