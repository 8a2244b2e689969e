namespace Steward.Domain.Events;

/// <summary>The agent called the server of tools that Steward is for it. Without a tool it only made sure of the connection.</summary>
public sealed record AgentCallMade(string AgentRequestId, RawJson Request) : SessionEvent
{
    public string? Tool { get; init; }

    public RawJson? Input { get; init; }
}

/// <summary>The one answer to a call; the call itself stands at <paramref name="CalledSeq"/>.</summary>
public sealed record AgentCallServed(string AgentRequestId, long CalledSeq, bool Ok, string Result) : SessionEvent;

/// <summary>The agent asked for something that is not a tool and that nobody here can give; it was told so, and does not wait.</summary>
public sealed record AgentRequestDeclined(string AgentRequestId, string Asked, string Reason, RawJson Request) : SessionEvent;

/// <summary>An agent wrote to its owner or to another agent.</summary>
public sealed record MessageSent(string MessageId, string From, string To, string Text) : SessionEvent;

/// <summary>An agent said where it stands.</summary>
public sealed record AgentStatus(string Text) : SessionEvent;
