using System.Text.Json;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>Reads by content whatever stands there: a member that is missing, or of another kind, is null.</summary>
internal static class Json
{
    public static JsonElement? Object(JsonElement? element, string name) => Of(element, name, JsonValueKind.Object);

    public static string? Text(JsonElement? element, string name) => Of(element, name, JsonValueKind.String) is { } text ? Text(text) : null;

    public static bool IsTrue(JsonElement? element, string name) => Of(element, name, JsonValueKind.True) is not null;

    public static bool IsFalse(JsonElement? element, string name) => Of(element, name, JsonValueKind.False) is not null;

    public static long? Number(JsonElement? element, string name) =>
        Of(element, name, JsonValueKind.Number) is { } number && number.TryGetInt64(out var value) ? value : null;

    public static double? Amount(JsonElement? element, string name) =>
        Of(element, name, JsonValueKind.Number) is { } number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;

    public static IEnumerable<JsonElement> Items(JsonElement? element, string name) =>
        Of(element, name, JsonValueKind.Array) is { } array ? array.EnumerateArray() : [];

    public static IEnumerable<string> Texts(JsonElement? element, string name) =>
        Items(element, name).Where(static item => item.ValueKind == JsonValueKind.String).Select(Text);

    public static Guid? Uuid(JsonElement? element, string name) => Guid.TryParse(Text(element, name), out var uuid) ? uuid : null;

    public static string Text(JsonElement text) => text.GetString() ?? "";

    private static JsonElement? Of(JsonElement? element, string name, JsonValueKind kind) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var found) && found.ValueKind == kind ? found : null;
}
