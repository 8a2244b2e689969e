using Steward.Domain.Sessions;

namespace Steward.Domain.Processes;

/// <summary>A choice that a process was told of and has not confirmed; <paramref name="Before"/> is what holds again if it refuses.</summary>
public sealed record AskedChoice(long Piece, ChosenSetting Setting, string Value, string? Before);
