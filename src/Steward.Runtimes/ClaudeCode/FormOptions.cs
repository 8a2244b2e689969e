using System.Collections.Immutable;
using System.Text.Json;
using Steward.Domain.Permissions;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>What can be chosen, and the value that stands for it.</summary>
internal sealed record FormOption(ChoiceOption Shown, string Value);

/// <summary>The options of a field. They are written in three ways: as values alone, with names beside them, and each with a title.</summary>
internal static class FormOptions
{
    private static readonly string[] Lists = ["enum", "oneOf", "anyOf"];

    /// <summary>Whether each that the schema has can be chosen, and none twice.</summary>
    public static bool AreAll(JsonElement schema, ImmutableArray<FormOption> options) =>
        Lists.Where(list => schema.TryGetProperty(list, out _)).ToList() is var written
        && (written.Count == 0 || (written is [var only] && Json.Items(schema, only).Count() == options.Length && options.All(static option => option.Shown.Label.Trim().Length > 0)));

    public static ImmutableArray<FormOption> Of(JsonElement schema, FieldKind kind)
    {
        if (kind == FieldKind.YesNo)
            return [Plain(FormField.Yes), Plain(FormField.No)];
        if (kind is FieldKind.Number or FieldKind.WholeNumber)
            return [];
        var values = Json.Texts(schema, "enum").ToList();
        var names = Json.Texts(schema, "enumNames").ToList();
        var titled = Json.Items(schema, "oneOf").Concat(Json.Items(schema, "anyOf"))
            .Select(static option => (Value: Json.Text(option, "const"), Title: Json.Text(option, "title"))).Where(static option => option.Value is not null).ToList();
        return values.Count > 0
            ? Labelled([.. values.Select((value, index) => (value, names.Count == values.Count ? names[index] : value))])
            : Labelled([.. titled.Select(static option => (option.Value!, option.Title is { Length: > 0 } title ? title : option.Value!))]);
    }

    /// <summary>By its title where that tells it from the others, else by its value with the title beside it.</summary>
    private static ImmutableArray<FormOption> Labelled(IReadOnlyList<(string Value, string Title)> options)
    {
        var distinct = options.DistinctBy(static option => option.Value).ToList();
        return distinct.Select(static option => option.Title).Distinct(StringComparer.OrdinalIgnoreCase).Count() == distinct.Count
            ? [.. distinct.Select(static option => new FormOption(new ChoiceOption(option.Title, option.Title == option.Value ? null : option.Value), option.Value))]
            : [.. distinct.Select(static option => new FormOption(new ChoiceOption(option.Value, option.Title == option.Value ? null : option.Title), option.Value))];
    }

    private static FormOption Plain(string label) => new(new ChoiceOption(label), label);
}
