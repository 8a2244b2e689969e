using Steward.Domain.Turns;

namespace Steward.Domain.Events;

public sealed record ToolStart(TurnId TurnId, string CallId, string ToolName, RawJson Args) : SessionEvent
{
    /// <summary>The call by which the helper was started whose tool it is; null for the agent's own.</summary>
    public string? ParentCallId { get; init; }
}

public sealed record ToolEnd(TurnId TurnId, string CallId, string ToolName, bool Ok, string Result, long Elapsed) : SessionEvent
{
    public string? ParentCallId { get; init; }
}
