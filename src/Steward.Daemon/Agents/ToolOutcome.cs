using Steward.Domain.Agents;
using Steward.Domain.Sessions;

namespace Steward.Daemon.Agents;

/// <summary>Who calls a tool. The key tells this call from every other, also when it is served again by a later daemon.</summary>
internal sealed record ToolCaller(SessionState Session, string CallKey);

internal sealed record ToolOutcome(bool Ok, string Text)
{
    /// <summary>What it did that belongs into the caller's history.</summary>
    public AgentAct? Act { get; init; }

    public static ToolOutcome Done(string text) => new(true, text);

    public static ToolOutcome Failed(string text) => new(false, text);
}
