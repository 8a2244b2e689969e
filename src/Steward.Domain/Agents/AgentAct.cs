namespace Steward.Domain.Agents;

/// <summary>What an agent did with a tool of Steward's, where that is part of its session's history.</summary>
public abstract record AgentAct;

/// <summary>It wrote to its owner or to another agent.</summary>
public sealed record SentMessage(string MessageId, string To, string Text) : AgentAct;

/// <summary>It said where it stands.</summary>
public sealed record ReportedStatus(string Text) : AgentAct;
