using Steward.Domain.Turns;

namespace Steward.Domain.Events;

/// <summary>A finished text of a helper that the agent started by the call <paramref name="ParentCallId"/>. It is no part of the answer.</summary>
public sealed record HelperMessage(TurnId TurnId, string ParentCallId, string Text) : SessionEvent;
