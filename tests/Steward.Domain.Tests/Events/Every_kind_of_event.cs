using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Tests.Sessions;
using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Domain.Tests.Events;

/// <summary>A new kind of event, report, input or effect must be thought of everywhere: each kind is fed to the rules in each phase.</summary>
public sealed class Every_kind_of_event
{
    private static readonly TurnId Turn = new("turn_00000000000000000000000000000001");
    private static readonly SteerId Steer = new("steer_00000000000000000000000000000002");
    private static readonly LaunchId Launch = new("launch");

    private static readonly SessionEvent[] Events =
    [
        new SessionCreated { SessionId = new("sess_1"), Agent = "demo", Directory = "/ws" },
        new SessionUpdated(Title: "t"), new SessionCancelled(Turn, "r"), new SessionParked("r"), new SessionWoken(), new SessionEnded(SessionEnd.Killed),
        new TurnQueued(Turn, "c"), new TurnStart(Turn, 1), new TurnToken(Turn, "t"), new TurnThinking(Turn, "t"), new TurnMessage(Turn, "t"),
        new TurnProgress(Turn, "t"), new TurnCancelling(Turn, "r", default), new TurnInterrupted(Turn, 2, "r"), new TurnStalled(Turn, 1, "c"),
        new TurnTodo(Turn, [new TodoItem("t", TodoStatus.Pending)]), new TurnRetry(Turn, 1, 10, 500, "r"), new TurnUsed(Turn, 1, 1), new HelperMessage(Turn, "c", "t"),
        new UsageWindowChanged("five_hour", "allowed"), new AgentRequestDeclined("q", "elicitation", "r", RawJson.EmptyObject),
        new TurnDone(Turn, new TurnStats(0, 0, 0, 0, 0, 0, 0, 1)), new TurnError(Turn, "c", FailureKind.Agent, "m", false, null),
        new TurnSteered(Turn, Steer, "c"), new SteerTaken(Turn, Steer), new SteerDropped(Turn, Steer, "r"), new TurnAnswered(Turn, null, TurnUsage.None),
        new ToolStart(Turn, "c", "t", RawJson.EmptyObject), new ToolEnd(Turn, "c", "t", true, "r", 1),
        new PermissionRequested
        {
            RequestId = new("perm_1"), TurnId = Turn, ToolName = "t", Args = RawJson.EmptyObject, Subject = new("t"), AgentRequestId = "q", Deadline = default,
        },
        new PermissionResolved(new("perm_1"), PermissionDecision.Deny, "o"), new PermissionExpired(new("perm_1")), new PermissionForgotten(new(RuleVerdict.Allow, "t")), new PermissionRemembered(new(RuleVerdict.Deny, "t")),
        new ProcessStarting(Launch), new ProcessStarted(Launch, 1, 1), new ProcessInput(new InputPiece(Launch, 1, InputKind.Message)),
        new ProcessIdle(Launch, default), new ProcessBackground(Launch, 1), new ProcessEnding(Launch, "r"), new ProcessExited(Launch, ProcessExit.Unknown, false),
        new AgentRawEvent(RawJson.EmptyObject), new ChoiceTaken(1, ChosenSetting.Model, "m"), new ChoiceRefused(1, ChosenSetting.Model, "m", "r"),
        new AgentCallMade("c", RawJson.EmptyObject), new AgentCallServed("c", 1, true, "r"),
        new MessageSent("msg_1", "a", "owner", "t"), new AgentStatus("t"),
    ];

    private static readonly AgentReport[] Reports =
    [
        new AgentReady("c"), new AgentWords("w"), new AgentThoughts("t"), new AgentMessage("m"), new AgentToolStarted("c", "t", RawJson.EmptyObject),
        new AgentToolEnded("c", "t", true, "r", 1), Life.Question(), new AgentWithdrew("q1"), new AgentHelperSaid("c", "t"),
        new AgentTodo([new TodoItem("t", TodoStatus.Pending)]), new AgentRetries(1, 10, 500, "r"), new AgentWindow(new UsageWindow("five_hour", "allowed", 0.5, null)),
        new AgentDeclined("q2", "elicitation", "r", RawJson.EmptyObject), new AgentNote("n"), new AgentRaw(RawJson.EmptyObject),
        new AgentCalled("c", RawJson.EmptyObject, "send_message", RawJson.EmptyObject), new AgentBegan(Turn, "o"), new AgentTook(Steer.Message), new AgentFinished(null, null, TurnUsage.None), new AgentChose(1, "r"), new AgentChangedMode("plan"), new AgentBackground(1),
    ];

    private static SessionInput[] InputsFor(SessionState state)
    {
        var launch = state.Process?.Launch ?? Launch;
        return
        [
            new SubmitTurn(Turn, "c"), new SteerTurn(Steer, "c"), new TurnAdmitted(), new CancelTurns(null, "r"),
            new ResolveRequest(state.Requests.FirstOrDefault()?.Id ?? new("perm_1"), PermissionDecision.Allow, RememberScope.Session, "o"),
            new ForgetRule(new(RuleVerdict.Allow, "t")), new RememberRule(new(RuleVerdict.Ask, "t")), new UpdateSession("t", "n", true), new EndSession(SessionEnd.Killed), new ChildStarted(launch, 1, 1), new ChildNotStarted(launch, "m"),
            new ChildSaid(launch, [.. Reports], []), new ChildExited(launch, ProcessExit.Unknown, [.. Reports], []),
            new ChildLost(launch, true, [.. Reports], []), new Tick(),
            new AnswerCall("c", launch, true, "r"), new ActForAgent(new ReportedStatus("t")), new RefreshLogin(), new LetGo(launch),
        ];
    }

    /// <summary>One life in each phase.</summary>
    private static IEnumerable<Life> Phases()
    {
        foreach (var act in new Action<Life>[]
        {
            static _ => { },
            static life => life.Submit(),
            static life => { life.Submit(); life.Decide(new TurnAdmitted()); },
            static life => life.Run(),
            static life => { life.Run(); life.Say(Life.Question()); },
            static life => { life.Run(); life.Decide(new CancelTurns(null, "r")); },
            static life => { life.Run(); life.Lose(); },
            static life => { life.Run(); life.Lose(canResume: false); },
            static life => { life.Run(); life.Decide(new EndSession(SessionEnd.Killed)); },
        })
        {
            var life = new Life();
            act(life);
            yield return life;
        }
    }

    [Fact]
    public void Has_a_sample_here()
    {
        AssertAll<SessionEvent>(Events);
        AssertAll<AgentReport>(Reports);
        AssertAll<SessionInput>(InputsFor(new Life().State));
    }

    [Fact]
    public void Of_phase_is_reached() => Assert.Equal(
        Enum.GetValues<SessionPhase>().Order(), Phases().Select(static life => life.State.Phase).Distinct().Order());

    [Fact]
    public void Of_input_and_of_report_is_answered_in_every_phase()
    {
        foreach (var life in Phases())
        {
            foreach (var input in InputsFor(life.State))
                Assert.NotNull(SessionRules.Decide(life.State, input, life.Now));
            foreach (var report in Reports)
                Assert.NotNull(SessionRules.Decide(life.State, new ChildSaid(life.State.Process?.Launch ?? Launch, [report], []), life.Now));
        }
    }

    [Fact]
    public void Can_be_applied_and_counts()
    {
        foreach (var happened in Events.Where(static happened => happened is not SessionCreated))
        {
            SessionEvent[] history = happened is TurnStart ? [Events[0], new TurnQueued(Turn, "c"), happened] : [Events[0], happened];
            SessionState? state = null;
            foreach (var one in history)
                state = SessionRules.Apply(state, one, default);
            Assert.Equal(history.Length, state!.Seq);
        }
    }

    [Fact]
    public void Has_a_name_of_its_own_by_which_it_is_found_again()
    {
        foreach (var happened in Events)
            Assert.Equal(happened.GetType(), EventNames.TypeOf(EventNames.NameOf(happened)));
        Assert.Equal(Kinds<SessionEvent>(), EventNames.All.Select(static pair => pair.Key).OrderBy(static type => type.Name));
        Assert.Null(EventNames.TypeOf("of.a.later.version"));
    }

    [Fact]
    public void Of_effect_comes_of_some_life()
    {
        var seen = Phases().SelectMany(static life => InputsFor(life.State).SelectMany(input => SessionRules.Decide(life.State, input, life.Now).Effects));
        Assert.Equal(Kinds<SessionEffect>(), seen.Select(static effect => effect.GetType()).Distinct().OrderBy(static type => type.Name));
    }

    private static void AssertAll<T>(IEnumerable<T> samples)
        where T : class => Assert.Equal(Kinds<T>(), samples.Select(static sample => sample.GetType()).Distinct().OrderBy(static type => type.Name));

    private static IEnumerable<Type> Kinds<T>() =>
        typeof(T).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract).OrderBy(static type => type.Name);
}
