using Steward.Domain.Permissions;
using Steward.Domain.Sessions;
using Steward.Domain.Turns;

namespace Steward.Domain.Processes;

public enum InputKind
{
    Message,
    Interrupt,
    Answer,
    Choice,

    /// <summary>To a call of a tool that Steward offers.</summary>
    Reply,

    /// <summary>A message into the turn that runs.</summary>
    Steer,

    /// <summary>What it is to log in with from now on. It is looked up when it is written, and stands nowhere else.</summary>
    Login,
}

/// <summary>
/// One numbered piece of a process's standard input. It is committed before it is written, so a daemon that comes after a crash
/// writes the same piece under the same number, and the keeper drops it if it has had it.
/// </summary>
public sealed record InputPiece(LaunchId Launch, long Number, InputKind Kind)
{
    public TurnId? Turn { get; init; }

    /// <summary>Where the words stand in the journal: of a message its <c>turn.queued</c> or <c>turn.steered</c>, of an answer its <c>permission.request</c>, of a reply its
    /// <c>agent.served</c>, or its <c>agent.called</c> where nothing had to be done.</summary>
    public long WordsSeq { get; init; }

    /// <summary>Where an answer's decision stands in the journal, with all that was said with it.</summary>
    public long DecisionSeq { get; init; }

    public string? AgentRequestId { get; init; }

    public PermissionDecision? Decision { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of a choice: what was chosen, and what for.</summary>
    public ChosenSetting? Setting { get; init; }

    public string? Value { get; init; }
}
