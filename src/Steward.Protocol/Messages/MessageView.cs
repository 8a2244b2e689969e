namespace Steward.Protocol.Messages;

/// <summary>What an agent wrote to its owner or to another agent. <paramref name="Cursor"/> is where to go on reading after it.</summary>
public sealed record MessageView(string Id, string From, string To, string Text, string SessionId, DateTimeOffset At, long Cursor);
