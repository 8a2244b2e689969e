using System.Collections.Immutable;
using Steward.Domain.Events;
using Steward.Domain.Permissions;
using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Domain.Agents;

/// <summary>What an agent said, in Steward's words. Every runtime adapter translates its own agent's language into these.</summary>
public abstract record AgentReport;

/// <summary>The agent is up. <paramref name="Conversation"/> is its own name for the conversation, wanted back when it is resumed.</summary>
public sealed record AgentReady(string? Conversation) : AgentReport;

/// <summary>The agent begins a turn by itself, and why.</summary>
public sealed record AgentBegan(TurnId Turn, string Origin) : AgentReport;

/// <summary>A piece of an answer as it is being written.</summary>
public sealed record AgentWords(string Text) : AgentReport;

public sealed record AgentThoughts(string Text) : AgentReport;

/// <summary>A finished text. Its words may have been streamed before; this is what is kept when they are compacted away.</summary>
public sealed record AgentMessage(string Text) : AgentReport;

public sealed record AgentToolStarted(string CallId, string Tool, RawJson Input) : AgentReport
{
    /// <summary>The call by which the helper was started that uses it; null for the agent itself.</summary>
    public string? ParentCallId { get; init; }
}

public sealed record AgentToolEnded(string CallId, string Tool, bool Ok, string Result, long ElapsedMs) : AgentReport
{
    public string? ParentCallId { get; init; }
}

/// <summary>A helper that the agent started by that call said something; it says it to the agent.</summary>
public sealed record AgentHelperSaid(string ParentCallId, string Text) : AgentReport;

/// <summary>The agent's list of things to do, whole.</summary>
public sealed record AgentTodo(ImmutableList<TodoItem> Items) : AgentReport;

/// <summary>The agent waits for permission. <paramref name="AgentRequestId"/> is its own id of the question.</summary>
public sealed record AgentAsked(
    RequestId Request, string AgentRequestId, PermissionSubject Subject, RawJson Input, string? Description) : AgentReport
{
    public QuestionKind Kind { get; init; }

    /// <summary>Of a choice: what is to be chosen.</summary>
    public ImmutableList<ChoiceQuestion>? Questions { get; init; }

    /// <summary>Of a link: what is to be opened.</summary>
    public string? Address { get; init; }

    /// <summary>A helper that the agent started asks, and not the agent itself.</summary>
    public bool OfHelper { get; init; }
}

public sealed record AgentWithdrew(string AgentRequestId) : AgentReport;

/// <summary>
/// The agent calls the server of tools that Steward is for it. Without a <paramref name="Tool"/> its runtime knows the answer to
/// <paramref name="Request"/> by itself.
/// </summary>
public sealed record AgentCalled(string AgentRequestId, RawJson Request, string? Tool, RawJson Input) : AgentReport;

/// <summary>
/// The agent wants something from the program that runs it, which cannot give it. <paramref name="Asked"/> says what; its runtime knows how to
/// say no to <paramref name="Request"/>.
/// </summary>
public sealed record AgentDeclined(string AgentRequestId, string Asked, string Reason, RawJson Request) : AgentReport;

/// <summary>The agent's service did not serve it, and is asked again after that time.</summary>
public sealed record AgentRetries(int Attempt, int Of, long DelayMs, string Reason) : AgentReport;

public sealed record AgentWindow(UsageWindow Window) : AgentReport;

/// <summary>How many of its commands and helpers go on in the background of its process.</summary>
public sealed record AgentBackground(int Running) : AgentReport;

/// <summary>Something worth a line that is no answer, such as a line of stderr.</summary>
public sealed record AgentNote(string Text) : AgentReport
{
    /// <summary>What went wrong, where something did, and what mends it.</summary>
    public FailureKind? Kind { get; init; }

    public string? Fix { get; init; }
}

/// <summary>A message of the agent that Steward does not know. It is passed on, and breaks nothing.</summary>
public sealed record AgentRaw(RawJson Message) : AgentReport;

/// <summary>The answer to a choice that it was told of by that piece of input: taken, or refused for that reason.</summary>
public sealed record AgentChose(long Piece, string? Refusal) : AgentReport;

/// <summary>The agent goes over to another permission mode, and nobody chose it: its plan was approved.</summary>
public sealed record AgentChangedMode(string PermissionMode) : AgentReport;

/// <summary>The agent made a message that was sent into the turn a part of what it does now.</summary>
public sealed record AgentTook(TurnId Message) : AgentReport;

/// <summary>The agent finished a turn, or one message of it; <paramref name="Turn"/> says which message, where the agent can tell.</summary>
public sealed record AgentFinished(TurnId? Turn, TurnFailure? Failure, TurnUsage Usage) : AgentReport;
