using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Tests.Sessions;

internal enum MoveKind
{
    Submit, Steer, Admit, Cancel, Resolve, Update, End, Started, NotStarted, Said, Exited, Lost, Tick, TickWhenDue, Served, Acted, Login, LetGo,
}

/// <summary>An input in the making: its numbers choose among what is there when its time comes, or something stale.</summary>
internal sealed record Move(MoveKind Kind, int Which, int StepMs, int[] Reports);

internal sealed record Scenario(int Limits, Move[] Moves);

/// <summary>Turns random moves into inputs that make sense, or just do not, in the state that a session has then.</summary>
internal static class RandomLife
{
    private static Gen<Move> MoveGen { get; } =
        from kind in Gen.Frequency(
            (12, Gen.Constant(MoveKind.Submit)), (8, Gen.Constant(MoveKind.Steer)), (12, Gen.Constant(MoveKind.Admit)), (6, Gen.Constant(MoveKind.Cancel)),
            (8, Gen.Constant(MoveKind.Resolve)), (2, Gen.Constant(MoveKind.Update)), (1, Gen.Constant(MoveKind.End)),
            (14, Gen.Constant(MoveKind.Started)), (3, Gen.Constant(MoveKind.NotStarted)), (24, Gen.Constant(MoveKind.Said)),
            (8, Gen.Constant(MoveKind.Exited)), (5, Gen.Constant(MoveKind.Lost)), (4, Gen.Constant(MoveKind.Tick)), (6, Gen.Constant(MoveKind.TickWhenDue)),
            (8, Gen.Constant(MoveKind.Served)), (1, Gen.Constant(MoveKind.Acted)), (2, Gen.Constant(MoveKind.Login)), (3, Gen.Constant(MoveKind.LetGo)))
        from which in Gen.Choose(0, 1 << 20)
        from step in Gen.Frequency((6, Gen.Choose(0, 50)), (3, Gen.Choose(0, 40_000)), (1, Gen.Choose(0, 4_000_000)))
        from reports in Gen.Choose(0, 1 << 20).ArrayOf()
        select new Move(kind, which, step, reports.Take(4).ToArray());

    public static Arbitrary<Scenario> Scenarios { get; } = Arb.From(
        from limits in Gen.Choose(0, 3)
        from moves in MoveGen.ArrayOf().Resize(200)
        select new Scenario(limits, moves),
        static scenario => Shorter(scenario.Moves).Select(moves => scenario with { Moves = moves }));

    public static SessionLimits LimitsOf(Scenario scenario) => scenario.Limits switch
    {
        0 => SessionLimits.Default,
        1 => SessionLimits.Default with { PermissionTimeout = TimeSpan.Zero, IdleTimeout = TimeSpan.Zero, CancelTimeout = TimeSpan.Zero },
        2 => SessionLimits.Default with { TurnOutputBytes = 40, MaxWaiting = 2 },
        _ => SessionLimits.Default with { MaxCrashes = 2, MaxResumes = 1, MaxWaiting = 5 },
    };

    public static SessionInput InputOf(Move move, Life life) => move.Kind switch
    {
        MoveKind.Submit => new SubmitTurn(TurnId.From(Guid.NewGuid()), "message"),
        MoveKind.Steer => new SteerTurn(SteerId.From(Guid.NewGuid()), "and mind this")
        {
            Turn = move.Which % 4 == 0 ? TurnOf(move.Which, life) : null,
            Priority = (SteerPriority)(move.Which % 2),
        },
        MoveKind.Admit => new TurnAdmitted { Spare = move.Which % 3 == 0 ? new LaunchId($"ahead-{life.State.Seq}") : null },
        MoveKind.Cancel => new CancelTurns(TurnOf(move.Which, life), "enough"),
        MoveKind.Resolve => new ResolveRequest(
            RequestOf(move.Which, life), (PermissionDecision)(move.Which / 7 % 3), move.Which % 2 == 0 ? (RememberScope)(move.Which / 2 % 2) : null, "owner")
        {
            EndTurn = move.Which % 11 == 0,
            Answers = move.Which % 3 == 0 ? ImmutableSortedDictionary<string, ImmutableList<string>>.Empty.Add("Which?", ["A"]) : null,
        },
        MoveKind.Update => new UpdateSession("title", null, move.Which % 2 == 0) { Model = $"model-{move.Which % 3}", PermissionMode = move.Which % 5 == 0 ? "plan" : null },
        MoveKind.End => new EndSession((SessionEnd)(move.Which % 2)),
        MoveKind.Started => new ChildStarted(LaunchOf(move.Which, life), 1 + (move.Which % 1000), move.Which),
        MoveKind.NotStarted => new ChildNotStarted(LaunchOf(move.Which, life), "no such file")
        {
            Failure = move.Which % 2 == 0 ? null : new TurnFailure("oauth-expired", FailureKind.Auth, "It has expired.", Retryable: false),
        },
        MoveKind.Said => new ChildSaid(LaunchOf(move.Which, life), ReportsOf(move, life), RulesOf(move.Which)),
        MoveKind.Exited => new ChildExited(
            LaunchOf(move.Which, life), new ProcessExit(move.Which % 3, null), ReportsOf(move, life), RulesOf(move.Which))
        { LastWords = "bye" },
        MoveKind.Lost => new ChildLost(LaunchOf(move.Which, life), move.Which % 2 == 0, ReportsOf(move, life), RulesOf(move.Which)),
        MoveKind.Served => new AnswerCall($"c{move.Which % 5}", LaunchOf(move.Which, life), move.Which % 3 > 0, "served")
        {
            Act = move.Which % 2 == 0 ? new SentMessage("msg_1", "owner", "hello") : null,
        },
        MoveKind.Acted => new ActForAgent(new ReportedStatus("at work")),
        MoveKind.LetGo => new LetGo(LaunchOf(move.Which, life)),
        MoveKind.Login => new RefreshLogin(),
        MoveKind.Tick or MoveKind.TickWhenDue => new Tick(),
    };

    private static IEnumerable<Move[]> Shorter(Move[] moves)
    {
        for (var part = moves.Length / 2; part > 0; part /= 2)
            for (var start = 0; start + part <= moves.Length; start += part)
                yield return [.. moves[..start], .. moves[(start + part)..]];
    }

    private static TurnId? TurnOf(int which, Life life) => (which % 5) switch
    {
        0 => null,
        1 => new TurnId("turn_00000000000000000000000000000000"),
        2 => life.State.Waiting.LastOrDefault()?.Id,
        _ => life.State.Turn?.Id,
    };

    private static TurnId SteerOf(int number, Life life) =>
        life.State.Turn?.Steers is { Count: > 0 } steers ? steers[number % steers.Count].Id.Message : new TurnId("turn_stale");

    private static RequestId RequestOf(int which, Life life) =>
        which % 5 != 0 && life.State.Requests is { Count: > 0 } open ? open[which % open.Count].Id : new RequestId("perm_stale");

    private static LaunchId LaunchOf(int which, Life life) =>
        which % 8 != 0 && life.State.Process is { } process ? process.Launch : new LaunchId("stale-1");

    private static ImmutableList<PermissionRule> RulesOf(int which) => (which % 6) switch
    {
        0 => [new PermissionRule(RuleVerdict.Allow, "*")],
        1 => [new PermissionRule(RuleVerdict.Deny, "bash")],
        _ => [],
    };

    private static ImmutableList<AgentReport> ReportsOf(Move move, Life life) => [.. move.Reports.Select(number => ReportOf(number, life))];

    private static AgentReport ReportOf(int number, Life life) => (number % 23) switch
    {
        0 => new AgentReady($"conversation-{number % 3}"),
        1 => new AgentThoughts("hm"),
        2 => new AgentMessage("a whole text"),
        3 => new AgentToolStarted("c", "bash", RawJson.EmptyObject),
        4 => new AgentToolEnded("c", "bash", true, "fine", 3),
        5 or 6 => Life.Question($"q{number % 4}") with { Kind = (QuestionKind)(number / 4 % 5), OfHelper = number % 3 == 0 },
        7 => new AgentWithdrew($"q{number % 4}"),
        8 => new AgentNote("note"),
        9 => new AgentRaw(RawJson.EmptyObject),
        10 => new AgentFinished(life.State.Turn?.Id, null, new TurnUsage(1, 2)),
        11 => new AgentFinished(null, new TurnFailure("failed", FailureKind.Agent, "It failed.", true), TurnUsage.None),
        12 => new AgentFinished(new TurnId("turn_stale"), null, TurnUsage.None),
        13 => new AgentChose(life.State.Process?.Asked.FirstOrDefault()?.Piece ?? 1, null),
        14 => new AgentChose(life.State.Process?.Asked.LastOrDefault()?.Piece ?? 1, "not for this model"),
        15 => new AgentCalled($"c{number % 5}", RawJson.EmptyObject, "send_message", RawJson.EmptyObject),
        16 => new AgentCalled($"c{number % 5}", RawJson.EmptyObject, null, RawJson.EmptyObject),
        17 => new AgentBegan(TurnId.From(Guid.NewGuid()), "background"),
        18 => new AgentTook(SteerOf(number, life)),
        19 => new AgentFinished(SteerOf(number, life), null, new TurnUsage(1, 2)),
        20 => new AgentFinished(SteerOf(number, life), new TurnFailure("withdrawn", FailureKind.Interrupted, "It was given back.", true), TurnUsage.None),
        21 => new AgentBackground(number / 23 % 2),
        _ => new AgentWords("some words "),
    };
}
