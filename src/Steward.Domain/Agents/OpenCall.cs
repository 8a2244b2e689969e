namespace Steward.Domain.Agents;

/// <summary>A call of one of Steward's own tools that waits for its answer. What was asked stands in the journal at <paramref name="Seq"/>.</summary>
public sealed record OpenCall(string AgentRequestId, string Tool, long Seq);
