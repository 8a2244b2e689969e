using System.Text.Json;
using Steward.Daemon.Events;
using Steward.Domain.Agents;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Daemon.Sessions.Stored;

/// <summary>The objects that a state is made of.</summary>
internal static class PartReading
{
    public static SessionChoices Choices(JsonElement choices) => new()
    {
        Model = choices.TextOrNull("model"),
        PermissionMode = choices.TextOrNull("permissionMode"),
    };

    public static SessionFork Fork(JsonElement fork) => new(new SessionId(fork.Text("session")), fork.Text("conversation"));

    public static SessionWorktree Worktree(JsonElement worktree) => new(
        worktree.Text("repository"), worktree.Text("path"), worktree.Text("branch"), worktree.Text("base"), worktree.Text("source"));

    public static PermissionRule Rule(JsonElement rule) => new(
        DomainWords.ToRuleVerdict(rule.Text("verdict")), rule.Text("tool"), rule.TextOrNull("command"), rule.TextOrNull("pathUnder"))
    {
        Beside = rule.TextOrNull("beside"),
        Program = rule.TextOrNull("program"),
    };

    public static ActiveTurn Turn(JsonElement turn) => new(
        new TurnId(turn.Text("id")), turn.Number("queuedSeq"), (int)turn.Number("number"), turn.Time("startedAt") ?? throw JsonFields.Missing("startedAt"))
    {
        Attempt = (int)turn.Number("attempt", otherwise: 1),
        Interrupted = turn.Flag("interrupted"),
        Sent = turn.Flag("sent"),
        CancelBy = turn.Time("cancelBy"),
        CancelReason = turn.TextOrNull("cancelReason"),
        GivenUp = turn.Flag("givenUp"),
        FirstWordsAt = turn.Time("firstWordsAt"),
        HeardAt = turn.Time("heardAt"),
        Stalled = turn.Flag("stalled"),
        SilentAfter = turn.TextOrNull("silentAfter"),
        OpenTools = (int)turn.Number("openTools"),
        Origin = turn.TextOrNull("origin"),
        ToolCalls = (int)turn.Number("toolCalls"),
        OutputBytes = turn.Number("outputBytes"),
        Steers = turn.Parts("steers", Steer),
        Answered = turn.Flag("answered"),
        Usage = turn.Part("usage", UsageReading.OfTurn) ?? TurnUsage.None,
    };

    private static Steer Steer(JsonElement steer) => new(new SteerId(steer.Text("id")), steer.Number("seq")) { Over = steer.Flag("over") };

    public static TodoItem Todo(JsonElement item) => new(item.Text("text"), DomainWords.ToTodoStatus(item.Text("status")), item.TextOrNull("doing"));

    public static TurnFailure Failure(JsonElement failure) => new(
        failure.Text("code"), DomainWords.ToFailureKind(failure.Text("kind")), failure.Text("message"), failure.Flag("retryable"), failure.TextOrNull("fix"))
    {
        ResetsAt = failure.Time("resetsAt"),
    };

    public static WaitingTurn Waiting(JsonElement turn) => new(new TurnId(turn.Text("id")), turn.Number("queuedSeq"));

    public static OpenRequest Request(JsonElement request) => new(
        new RequestId(request.Text("id")),
        request.Text("agentRequestId"),
        request.Part("subject", Subject) ?? throw JsonFields.Missing("subject"),
        request.Number("seq"),
        request.Time("deadline") ?? throw JsonFields.Missing("deadline"))
    {
        Kind = request.TextOrNull("kind") is { } kind ? DomainWords.ToQuestionKind(kind) : QuestionKind.Permission,
        OfHelper = request.Flag("ofHelper"),
    };

    public static OpenCall Call(JsonElement call) => new(call.Text("agentRequestId"), call.Text("tool"), call.Number("seq"));

    public static ProcessLease Process(JsonElement process) => new(new LaunchId(process.Text("launch")))
    {
        Pid = process.Member("pid")?.GetInt32(),
        StartTicks = process.Number("startTicks"),
        NextPiece = process.Number("nextPiece", otherwise: 1),
        IdleUntil = process.Time("idleUntil"),
        Background = (int)process.Number("background"),
        StrayBytes = process.Number("strayBytes"),
        Told = process.Part("told", Choices) ?? SessionChoices.None,
        Asked = process.Parts("asked", Asked),
        Ending = process.Flag("ending"),
    };

    public static InputPiece Piece(JsonElement piece) => new(
        new LaunchId(piece.Text("launch")), piece.Number("number"), DomainWords.ToInputKind(piece.Text("kind")))
    {
        Turn = piece.TextOrNull("turn") is { } turn ? new TurnId(turn) : null,
        WordsSeq = piece.Number("wordsSeq"),
        DecisionSeq = piece.Number("decisionSeq"),
        AgentRequestId = piece.TextOrNull("agentRequestId"),
        Decision = piece.TextOrNull("decision") is { } decision ? DomainWords.ToPermissionDecision(decision) : null,
        Reason = piece.TextOrNull("reason"),
        Setting = piece.TextOrNull("setting") is { } setting ? DomainWords.ToChosenSetting(setting) : null,
        Value = piece.TextOrNull("value"),
    };

    private static PermissionSubject Subject(JsonElement subject) => new(subject.Text("tool"), subject.TextOrNull("command"), subject.TextOrNull("path"))
    {
        Beside = subject.TextOrNull("beside"),
        Program = subject.TextOrNull("program"),
    };

    private static AskedChoice Asked(JsonElement asked) => new(
        asked.Number("piece"), DomainWords.ToChosenSetting(asked.Text("setting")), asked.Text("value"), asked.TextOrNull("before"));
}
