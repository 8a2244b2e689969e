using System.Collections.Immutable;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Sessions;

/// <summary>A session that lives through inputs at a time that the test sets, and remembers all that happened.</summary>
internal sealed class Life
{
    private readonly List<(SessionEvent Event, DateTimeOffset At)> _journal = [];
    private readonly List<SessionEffect> _effects = [];

    public Life(SessionLimits? limits = null)
    {
        var created = new SessionCreated
        {
            SessionId = SessionId.From(Guid.NewGuid()),
            Agent = "demo",
            Directory = "/ws",
            Limits = limits ?? SessionLimits.Default,
        };
        State = SessionRules.Create(created, Now).State;
        _journal.Add((created, Now));
    }

    public SessionState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<(SessionEvent Event, DateTimeOffset At)> Journal => _journal;

    public IEnumerable<SessionEvent> Events => _journal.Select(static entry => entry.Event);

    public IReadOnlyList<SessionEffect> Effects => _effects;

    public void Pass(TimeSpan time) => Now += time;

    public Decision Decide(SessionInput input)
    {
        var decision = SessionRules.Decide(State, input, Now);
        State = decision.State;
        _journal.AddRange(decision.Events.Select(happened => (happened, Now)));
        _effects.AddRange(decision.Effects);
        return decision;
    }

    public TurnId Submit(string content = "do it")
    {
        var turn = TurnId.From(Guid.NewGuid());
        Decide(new SubmitTurn(turn, content));
        return turn;
    }

    /// <summary>A message that was handed to a running process.</summary>
    public TurnId Run(string content = "do it")
    {
        var turn = Submit(content);
        Decide(new TurnAdmitted());
        Start();
        return turn;
    }

    public SteerId Steer(SteerPriority priority = SteerPriority.Next)
    {
        var steer = SteerId.From(Guid.NewGuid());
        Decide(new SteerTurn(steer, "and mind this") { Priority = priority });
        return steer;
    }

    public void Start()
    {
        if (State.Process is { Started: false } process)
            Decide(new ChildStarted(process.Launch, 100, 1));
    }

    public Decision Say(params ImmutableList<AgentReport> reports) => Decide(new ChildSaid(State.Process!.Launch, reports, []));

    public Decision SayUnder(ImmutableList<PermissionRule> rules, params ImmutableList<AgentReport> reports) =>
        Decide(new ChildSaid(State.Process!.Launch, reports, rules));

    public Decision Finish(TurnFailure? failure = null) => Say(new AgentFinished(null, failure, TurnUsage.None));

    public Decision Exit(int? code = 1, params ImmutableList<AgentReport> last) =>
        Decide(new ChildExited(State.Process!.Launch, new ProcessExit(code, null), last, []));

    public Decision Lose(bool canResume = true, params ImmutableList<AgentReport> last) =>
        Decide(new ChildLost(State.Process!.Launch, canResume, last, []));

    public static AgentAsked Question(string agentId = "q1", string tool = "bash", string? command = "ls", string? path = null) =>
        new(RequestId.From(Guid.NewGuid()), agentId, new PermissionSubject(tool, command, path) { Program = command is null ? null : "/usr/bin/ls" }, new RawJson("{\"command\":\"ls\"}"), null);

    public IEnumerable<TurnId> Stopped => Events.Select(StopOf).OfType<TurnId>();

    public static TurnId? StopOf(SessionEvent happened) => happened switch
    {
        TurnDone done => done.TurnId,
        TurnError error => error.TurnId,
        SessionCancelled cancelled => cancelled.TurnId,
        _ => null,
    };
}
