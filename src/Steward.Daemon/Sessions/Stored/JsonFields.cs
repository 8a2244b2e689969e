using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Steward.Daemon.Sessions.Stored;

/// <summary>The members of an object, by name. One that is null is as good as one that is not there.</summary>
internal static class JsonFields
{
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    public static string Text(this JsonElement json, string name) => json.TextOrNull(name) ?? throw Missing(name);

    public static string? TextOrNull(this JsonElement json, string name) => json.Member(name)?.GetString();

    public static bool Flag(this JsonElement json, string name) => json.Member(name)?.GetBoolean() ?? false;

    public static long Number(this JsonElement json, string name, long otherwise = 0) => json.Member(name)?.GetInt64() ?? otherwise;

    public static DateTimeOffset? Time(this JsonElement json, string name) => json.Member(name)?.GetDateTimeOffset();

    public static TimeSpan? Span(this JsonElement json, string name) =>
        json.TextOrNull(name) is { } text ? TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture) : null;

    public static T? Part<T>(this JsonElement json, string name, Func<JsonElement, T> read) where T : class =>
        json.Member(name) is { } part ? read(part) : null;

    public static ImmutableList<T> Parts<T>(this JsonElement json, string name, Func<JsonElement, T> read) where T : class
    {
        var parts = ImmutableList<T>.Empty;
        if (json.Member(name) is { } members)
            foreach (var member in members.EnumerateArray())
                parts = parts.Add(read(member));
        return parts;
    }

    public static JsonException Missing(string name) => new($"A state row lacks \"{name}\".");
}
