using Steward.Daemon.Events;
using Steward.Daemon.Journal;
using Steward.Daemon.Sessions.Stored;
using Steward.Domain.Events;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>Several inputs decided one after another and committed at once: one step of a session.</summary>
internal sealed class HostStep(SessionState state)
{
    private readonly List<(TaskCompletionSource<HostAnswer> Waiter, HostAnswer Answer)> _answers = [];

    public SessionState State { get; private set; } = state;

    public List<SessionEvent> Events { get; } = [];

    public List<SessionEffect> Effects { get; } = [];

    public List<IdempotencyRecord> Keys { get; } = [];

    public ProcessMark? Mark { get; set; }

    /// <summary>It only ends or answers things: accepted when the disk is nearly full, too.</summary>
    public bool Essential { get; private set; } = true;

    public bool IsEmpty => Events.Count == 0 && Keys.Count == 0 && Mark is null;

    public Decision Take(SessionInput input, DateTimeOffset now)
    {
        var decision = SessionRules.Decide(State, input, now);
        Essential &= input is not (SubmitTurn or SteerTurn or ChildSaid or UpdateSession or TurnAdmitted or AnswerCall or ActForAgent);
        Events.AddRange(decision.Events);
        Effects.AddRange(decision.Effects);
        State = decision.State;
        return decision;
    }

    public JournalBatch Batch(DateTimeOffset now) => new()
    {
        Session = State.Id.Value,
        ExpectedSeq = State.Seq - Events.Count,
        Events = [.. Events.Select(happened => new JournalEvent(EventNames.NameOf(happened), now, DomainJson.Write(happened)))],
        // A bare null would become an array first, and then an empty state that is stored.
        State = Events.Count > 0 ? SessionJson.Write(State) : default(ReadOnlyMemory<byte>?),
        Columns = Events.Count > 0 ? SessionRows.ColumnsOf(State) : null,
        Process = Mark,
        Keys = Keys,
        Essential = Essential,
    };

    public void AnswerLater(TaskCompletionSource<HostAnswer> waiter, HostAnswer answer) => _answers.Add((waiter, answer));

    public void Answer()
    {
        foreach (var (waiter, answer) in _answers)
            waiter.TrySetResult(answer);
    }

    public void Fail(Exception failure)
    {
        foreach (var (waiter, _) in _answers)
            waiter.TrySetException(failure);
    }
}
