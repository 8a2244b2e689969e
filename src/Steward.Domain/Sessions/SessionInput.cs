using System.Collections.Immutable;
using Steward.Domain.Agents;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Processes;
using Steward.Domain.Turns;

namespace Steward.Domain.Sessions;

/// <summary>What can happen to a session from outside. The whole list: <see cref="SessionRules.Decide"/> answers each of them in every state.</summary>
public abstract record SessionInput;

public sealed record SubmitTurn(TurnId Turn, string Content) : SessionInput
{
    public string? ClientId { get; init; }

    public string? WriterId { get; init; }

    public string Mode { get; init; } = "chat";

    public ImmutableList<TurnImage>? Images { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A message into the turn that runs; where <see cref="Turn"/> is given, into that one or none.</summary>
public sealed record SteerTurn(SteerId Steer, string Content) : SessionInput
{
    public TurnId? Turn { get; init; }

    public SteerPriority Priority { get; init; }

    public string? ClientId { get; init; }

    public string? WriterId { get; init; }
}

/// <summary>There is room for one more running turn, and it is this session's.</summary>
public sealed record TurnAdmitted : SessionInput
{
    /// <summary>A process that was started ahead for this session, under that id; it is taken instead of a new one.</summary>
    public LaunchId? Spare { get; init; }
}

/// <summary>Without a turn: everything that runs and waits.</summary>
public sealed record CancelTurns(TurnId? Turn, string Reason) : SessionInput;

public sealed record ResolveRequest(RequestId Request, PermissionDecision Decision, RememberScope? Remember, string DecidedBy) : SessionInput
{
    public string? Reason { get; init; }

    public RawJson? UpdatedInput { get; init; }

    public ImmutableSortedDictionary<string, ImmutableList<string>>? Answers { get; init; }

    public bool EndTurn { get; init; }
}

/// <summary>The owner takes back what was remembered for this session.</summary>
public sealed record ForgetRule(PermissionRule Rule) : SessionInput;

/// <summary>The owner gives the session a rule.</summary>
public sealed record RememberRule(PermissionRule Rule) : SessionInput;

public sealed record UpdateSession(string? Title, string? Name, bool? Archived) : SessionInput
{
    public string? Model { get; init; }

    public string? PermissionMode { get; init; }
}

public sealed record EndSession(SessionEnd End) : SessionInput;

public sealed record ChildStarted(LaunchId Launch, int Pid, long StartTicks) : SessionInput;

public sealed record ChildNotStarted(LaunchId Launch, string Message) : SessionInput
{
    /// <summary>What the turn ends with when it was not even tried: nobody's crash.</summary>
    public TurnFailure? Failure { get; init; }
}

/// <summary>Enough idle processes are kept without this one. One that has got something to do meanwhile stays.</summary>
public sealed record LetGo(LaunchId Launch) : SessionInput;

/// <summary>What the session's process logs in with has changed since it was told.</summary>
public sealed record RefreshLogin : SessionInput;

/// <summary>What the session's process said, judged by the owner's rules of that moment.</summary>
public sealed record ChildSaid(LaunchId Launch, ImmutableList<AgentReport> Reports, ImmutableList<PermissionRule> OwnersRules) : SessionInput;

/// <summary>
/// The process is over. <paramref name="LastReports"/> is what it still said, told together with its end, so that no turn can begin in between.
/// </summary>
public sealed record ChildExited(
    LaunchId Launch, ProcessExit Exit, ImmutableList<AgentReport> LastReports, ImmutableList<PermissionRule> OwnersRules) : SessionInput
{
    /// <summary>The end of its stderr.</summary>
    public string? LastWords { get; init; }
}

/// <summary>The process went away with its keeper, or with the machine: it is nobody's fault, and the turn may be resumed.</summary>
public sealed record ChildLost(
    LaunchId Launch, bool CanResume, ImmutableList<AgentReport> LastReports, ImmutableList<PermissionRule> OwnersRules) : SessionInput;

/// <summary>A call of one of Steward's tools was served: its answer, and what it did that belongs into the history.</summary>
public sealed record AnswerCall(string AgentRequestId, LaunchId Launch, bool Ok, string Result) : SessionInput
{
    public AgentAct? Act { get; init; }
}

/// <summary>The agent did something with a tool of Steward's that it reached from outside of its own process.</summary>
public sealed record ActForAgent(AgentAct Act) : SessionInput;

/// <summary>Time passed. What is due is done; <see cref="SessionRules.NextDeadline"/> says when to come again.</summary>
public sealed record Tick : SessionInput;
