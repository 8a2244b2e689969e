using System.Globalization;
using System.Text.Json;
using Steward.Domain.Permissions;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>What its owner must know to fill in a field, in one line.</summary>
internal static class FormHint
{
    public static string Of(JsonElement schema, FormField field, bool hasOptions, string? preset)
    {
        List<string?> parts =
        [
            Json.Text(schema, "description"),
            hasOptions ? null : KindOf(field.Kind),
            RangeOf(field, hasOptions),
            Json.Text(schema, "format") is { } format ? $"format: {format}" : null,
            Json.Text(schema, "pattern") is { } pattern ? $"pattern: {pattern}" : null,
            preset is not null ? $"left out, it is {preset}" : field.Required ? null : "may be left out",
        ];
        return string.Join("; ", parts.Where(static part => part is { Length: > 0 }));
    }

    private static string? KindOf(FieldKind kind) => kind switch
    {
        FieldKind.Text => null,
        FieldKind.Number => "a number",
        FieldKind.WholeNumber => "a whole number",
        FieldKind.YesNo => null,
    };

    private static string? RangeOf(FormField field, bool hasOptions)
    {
        var unit = hasOptions ? " options" : field.Kind == FieldKind.Text ? " characters" : "";
        return (field.Least, field.Most) switch
        {
            (null, null) => null,
            ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{least} to {most}{unit}"),
            ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"at least {least}{unit}"),
            (null, { } most) => string.Create(CultureInfo.InvariantCulture, $"at most {most}{unit}"),
        };
    }
}
