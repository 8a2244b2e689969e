using System.Collections.Immutable;
using System.Globalization;

namespace Steward.Domain.Permissions;

public enum FieldKind
{
    Text,
    Number,
    WholeNumber,
    YesNo,
}

/// <summary>What may stand in a field of a form.</summary>
public sealed record FormField(FieldKind Kind)
{
    public const string Yes = "yes", No = "no";

    /// <summary>It cannot be left out.</summary>
    public bool Required { get; init; }

    /// <summary>Of a number its value, of a text its length, of several options how many.</summary>
    public decimal? Least { get; init; }

    public decimal? Most { get; init; }

    public string? ComplaintAbout(ChoiceQuestion asked, ImmutableList<string> said)
    {
        if (asked.Options.Count > 0)
            return said.Find(one => !asked.Options.Exists(option => option.Label == one)) is { } other
                ? $"\"{other}\" is none of the options of \"{asked.Question}\"."
                : asked.MultiSelect ? OutOf(said.Count, asked, "options") : null;
        return Kind switch
        {
            FieldKind.Text => OutOf(new StringInfo(said[0]).LengthInTextElements, asked, "characters"),
            FieldKind.Number or FieldKind.WholeNumber => NumberOf(said[0]) is { } number ? OutOf(number, asked, null) : NoNumber(said[0], asked),
            FieldKind.YesNo => null,
        };
    }

    /// <summary>The number that is meant, or null when it is none of that kind.</summary>
    public decimal? NumberOf(string said) =>
        decimal.TryParse(said.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && (Kind == FieldKind.Number || decimal.IsInteger(number))
            ? number
            : null;

    private string NoNumber(string said, ChoiceQuestion asked) =>
        $"\"{said}\" is no {(Kind == FieldKind.Number ? "number" : "whole number")}, which \"{asked.Question}\" asks for.";

    private string? OutOf(decimal amount, ChoiceQuestion asked, string? unit) => amount < Least || amount > Most
        ? string.Create(CultureInfo.InvariantCulture, $"\"{asked.Question}\" takes {Range}{(unit is null ? "" : " " + unit)}, not {amount}.")
        : null;

    private string Range => string.Create(CultureInfo.InvariantCulture, $"{(Least, Most) switch
    {
        ({ } least, { } most) => $"{least} to {most}",
        ({ } least, null) => $"at least {least}",
        (null, { } most) => $"at most {most}",
        (null, null) => "any",
    }}");
}
