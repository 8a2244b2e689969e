namespace Steward.Runtimes.ClaudeCode;

/// <summary>A file of Claude Code's as it was at one moment. Neither content nor trouble: it is not there.</summary>
public sealed record SeenFile(byte[]? Content = null, DateTimeOffset? WrittenAt = null, string? Trouble = null);
