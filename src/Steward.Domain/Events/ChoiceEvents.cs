using Steward.Domain.Sessions;

namespace Steward.Domain.Events;

/// <summary>The running process works with what was chosen from now on.</summary>
public sealed record ChoiceTaken(long Piece, ChosenSetting Setting, string Value) : SessionEvent
{
    /// <summary>In place of a piece of input: nobody told the process to.</summary>
    public const long ByItself = 0;
}

/// <summary>The running process does not take what was chosen: what was before it holds again.</summary>
public sealed record ChoiceRefused(long Piece, ChosenSetting Setting, string Value, string Reason) : SessionEvent;
