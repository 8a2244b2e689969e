namespace Steward.Protocol.Errors;

/// <summary>What went wrong: a stable code, its kind, one sentence, whether trying again can help, and what to do.</summary>
public sealed record ErrorBody(string Code, string Kind, string Message, bool Retryable, string? Fix = null);

public sealed record ErrorAnswer(ErrorBody Error);
