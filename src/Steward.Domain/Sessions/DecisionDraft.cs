using System.Collections.Immutable;
using Steward.Domain.Events;

namespace Steward.Domain.Sessions;

/// <summary>A decision in the making: each event is applied as it is decided, so that the next rule sees the state after it.</summary>
internal sealed class DecisionDraft(SessionState state, DateTimeOffset now)
{
    private readonly ImmutableList<SessionEvent>.Builder _events = ImmutableList.CreateBuilder<SessionEvent>();
    private readonly ImmutableList<SessionEffect>.Builder _effects = ImmutableList.CreateBuilder<SessionEffect>();

    public SessionState State { get; private set; } = state;

    public DateTimeOffset Now { get; } = now;

    public Refusal? Refusal { get; set; }

    public int Affected { get; set; }

    /// <summary>The sequence number that the next event will have.</summary>
    public long NextSeq => State.Seq + 1;

    public void Happened(SessionEvent happened)
    {
        _events.Add(happened);
        State = SessionFold.Apply(State, happened, Now);
    }

    public void Do(SessionEffect effect) => _effects.Add(effect);

    public Decision Close() => new(State, _events.ToImmutable(), _effects.ToImmutable()) { Refusal = Refusal, Affected = Affected };
}
