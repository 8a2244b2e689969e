namespace Steward.Domain.Sessions;

/// <summary>The session, and its agent's own name of the conversation, that a session began with.</summary>
public sealed record SessionFork(SessionId Session, string Conversation);
