namespace Steward.ClaudeCode.Tests.Support;

/// <summary>Which Claude Code these tests are about: the stand-in, or the real one where its path is given.</summary>
internal static class ClaudeProgram
{
    public static string? Real { get; } = Environment.GetEnvironmentVariable("STEWARD_REAL_CLAUDE") is { Length: > 0 } path ? path : null;

    public static string Path => Real ?? Environment.ProcessPath!;
}
