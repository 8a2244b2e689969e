using System.Collections.Immutable;
using Steward.Domain.Permissions;

namespace Steward.Runtimes;

/// <summary>What an agent is told about its question. <paramref name="ExactInput"/> is what runs, byte for byte, when it is allowed.</summary>
public sealed record AgentAnswer(string AgentRequestId, PermissionDecision Decision, string ExactInput)
{
    public QuestionKind Kind { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of a choice: to each question what was chosen.</summary>
    public ImmutableSortedDictionary<string, ImmutableList<string>>? Answers { get; init; }

    /// <summary>It shall stop its turn, and not look for another way.</summary>
    public bool EndTurn { get; init; }
}
