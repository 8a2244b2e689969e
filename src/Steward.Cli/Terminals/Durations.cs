using System.Globalization;

namespace Steward.Cli.Terminals;

/// <summary>Spans of time as people type and read them: 500ms, 30s, 5m, 2h, 3d.</summary>
internal static class Durations
{
    public static TimeSpan? Parse(string text)
    {
        var digits = text.AsSpan().TrimEnd("dhms");
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > 1e9) return null;
        return text[digits.Length..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "" or "s" => TimeSpan.FromSeconds(count),
            "m" => TimeSpan.FromMinutes(count),
            "h" => TimeSpan.FromHours(count),
            "d" when count < 1e6 => TimeSpan.FromDays(count),
            _ => null,
        };
    }

    /// <summary>The largest unit alone: 3s, 14m, 2h, 5d.</summary>
    public static string Rough(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0s",
        { TotalMinutes: < 1 } => Whole(span.TotalSeconds, "s"),
        { TotalHours: < 1 } => Whole(span.TotalMinutes, "m"),
        { TotalDays: < 1 } => Whole(span.TotalHours, "h"),
        _ => Whole(span.TotalDays, "d"),
    };

    /// <summary>How long something took: 12ms, 3.4s, 2m05s.</summary>
    public static string Exact(TimeSpan span) => span switch
    {
        { TotalMilliseconds: < 1000 } => Whole(span.TotalMilliseconds, "ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m{span.Seconds:00}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h{span.Minutes:00}m"),
    };

    private static string Whole(double count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(count):0}{unit}");
}
