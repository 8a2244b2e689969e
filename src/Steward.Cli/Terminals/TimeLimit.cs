using Steward.Protocol.Client;

namespace Steward.Cli.Terminals;

/// <summary>A flag that takes a time.</summary>
internal static class TimeLimit
{
    public static TimeSpan? Parse(string? text, string flag)
    {
        if (text is null) return null;
        return Durations.Parse(text) is { } span && span > TimeSpan.Zero
            ? span
            : throw new CommandException(
                "bad_time", "usage", $"{flag} takes a time such as 500ms, 30s, 5m or 1h, not {SafeText.Line(text)}.", $"{flag} 30s", ExitCode.Usage);
    }
}
