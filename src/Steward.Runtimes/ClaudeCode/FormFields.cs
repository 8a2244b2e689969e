using System.Collections.Immutable;
using System.Text.Json;
using Steward.Domain.Permissions;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>The fields that a form's schema describes, in its order, or why they cannot be shown.</summary>
internal sealed record FormFields(ImmutableList<FormEntry>? Fields, string? WhyNot)
{
    private const int MostFields = 40, LongestText = 2000;

    // What else a schema can demand would be asked for without being said.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "type", "title", "description", "default", "enum", "enumNames", "oneOf", "anyOf", "items", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems",
        "format", "pattern", "uniqueItems", "examples", "$comment",
    };

    public static FormFields Of(JsonElement request)
    {
        var schema = Json.Object(request, "requested_schema");
        var properties = Json.Object(schema, "properties")?.EnumerateObject().ToList() ?? [];
        var required = Json.Texts(schema, "required").ToHashSet(StringComparer.Ordinal);
        if (Json.Text(schema, "type") is not "object")
            return No("it has no fields that are known here");
        if (properties.Count > MostFields)
            return No($"it has more than {MostFields} fields");
        if (properties.DistinctBy(static property => property.Name).Count() < properties.Count || required.Except(properties.Select(static property => property.Name)).Any())
            return No("its fields contradict each other");
        var titles = properties.GroupBy(static property => TitleOf(property)).Where(static same => same.Count() == 1).Select(static same => same.Key).ToHashSet();
        var fields = ImmutableList.CreateBuilder<FormEntry>();
        foreach (var property in properties)
        {
            if (EntryOf(property, titles.Contains(TitleOf(property)), required.Contains(property.Name)) is not { } entry)
                return No($"its field \"{property.Name}\" is of a kind that cannot be asked for here");
            fields.Add(entry);
        }
        return new FormFields(fields.ToImmutable(), null);
    }

    private static FormFields No(string why) => new(null, why);

    // A title that is the name of another field would answer the wrong one.
    private static string TitleOf(JsonProperty property) => Json.Text(property.Value, "title") is { Length: > 0 and <= LongestText } title ? title : property.Name;

    private static FormEntry? EntryOf(JsonProperty property, bool titled, bool required)
    {
        var schema = property.Value;
        if (property.Name.Length is 0 or > LongestText || KindOf(schema) is not { } kind || !schema.EnumerateObject().All(static member => Known.Contains(member.Name)))
            return null;
        var several = Json.Text(schema, "type") == "array";
        var choosing = several ? Json.Object(schema, "items")!.Value : schema;
        var options = FormOptions.Of(choosing, kind);
        if (!FormOptions.AreAll(choosing, options) || (several && options.IsEmpty))
            return null;
        var (preset, shownPreset) = PresetOf(schema, kind, options, several);
        var title = titled ? TitleOf(property) : property.Name;
        var field = new FormField(kind) { Required = required && preset is null, Least = BoundOf(schema, kind, several, least: true), Most = BoundOf(schema, kind, several, least: false) };
        return new FormEntry(
            property.Name,
            new ChoiceQuestion(title, [.. options.Select(static option => option.Shown)], title == property.Name ? null : property.Name, several)
            {
                Hint = FormHint.Of(schema, field, options.Length > 0, shownPreset),
                Field = field,
            },
            options.ToImmutableDictionary(static option => option.Shown.Label, static option => option.Value),
            preset);
    }

    private static FieldKind? KindOf(JsonElement schema) => Json.Text(schema, "type") switch
    {
        "string" => FieldKind.Text,
        "number" => FieldKind.Number,
        "integer" => FieldKind.WholeNumber,
        "boolean" => FieldKind.YesNo,
        "array" when Json.Object(schema, "items") is not null => FieldKind.Text,
        _ => null,
    };

    private static decimal? BoundOf(JsonElement schema, FieldKind kind, bool several, bool least)
    {
        var name = (kind, several) switch
        {
            (_, true) => "Items",
            (FieldKind.Text, _) => "Length",
            (FieldKind.Number or FieldKind.WholeNumber, _) => "imum",
            (FieldKind.YesNo, _) => null,
        };
        return name is not null && schema.TryGetProperty((least ? "min" : "max") + name, out var bound) && bound.ValueKind == JsonValueKind.Number && bound.TryGetDecimal(out var amount)
            ? amount
            : null;
    }

    /// <summary>What counts when the field is left out: as JSON, and for its owner.</summary>
    private static (string? Json, string? Shown) PresetOf(JsonElement schema, FieldKind kind, ImmutableArray<FormOption> options, bool several)
    {
        if (!schema.TryGetProperty("default", out var preset))
            return (null, null);
        var shown = (kind, preset.ValueKind) switch
        {
            (FieldKind.YesNo, JsonValueKind.True) => FormField.Yes,
            (FieldKind.YesNo, JsonValueKind.False) => FormField.No,
            (FieldKind.Number or FieldKind.WholeNumber, JsonValueKind.Number) => preset.GetRawText(),
            (FieldKind.Text, JsonValueKind.Array) when several => string.Join(", ", preset.EnumerateArray().Select(one => LabelOf(one, options))),
            (FieldKind.Text, JsonValueKind.String) when !several => options.IsEmpty ? preset.GetString() : LabelOf(preset, options),
            _ => null,
        };
        return shown is { Length: > 0 } ? (preset.GetRawText(), shown) : (null, null);
    }

    private static string LabelOf(JsonElement value, ImmutableArray<FormOption> options) =>
        options.FirstOrDefault(option => value.ValueKind == JsonValueKind.String && option.Value == value.GetString())?.Shown.Label ?? value.ToString();
}
