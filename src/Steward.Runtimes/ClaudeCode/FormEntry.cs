using System.Collections.Immutable;
using System.Text.Json;
using Steward.Domain.Permissions;

namespace Steward.Runtimes.ClaudeCode;

/// <summary>
/// One field of a form: how its owner is asked, and what its server is told. <paramref name="Values"/> has to each option what stands for it, and
/// <paramref name="Default"/>, as JSON, is told when the field is left out.
/// </summary>
internal sealed record FormEntry(string Name, ChoiceQuestion Question, ImmutableDictionary<string, string> Values, string? Default)
{
    public void Write(Utf8JsonWriter json, ImmutableList<string>? said)
    {
        if (said is null && Default is null)
            return;
        json.WritePropertyName(Name);
        if (said is null)
            json.WriteRawValue(Default!);
        else if (Question.MultiSelect)
            WriteSeveral(json, said);
        else
            WriteOne(json, said[0]);
    }

    private void WriteSeveral(Utf8JsonWriter json, ImmutableList<string> said)
    {
        json.WriteStartArray();
        foreach (var one in said)
            json.WriteStringValue(Values.GetValueOrDefault(one, one));
        json.WriteEndArray();
    }

    private void WriteOne(Utf8JsonWriter json, string said)
    {
        switch (Question.Field!.Kind)
        {
            case FieldKind.YesNo: json.WriteBooleanValue(said == FormField.Yes); break;
            case FieldKind.Number or FieldKind.WholeNumber when Question.Field.NumberOf(said) is { } number: json.WriteNumberValue(number); break;
            case FieldKind.Number or FieldKind.WholeNumber or FieldKind.Text: json.WriteStringValue(Values.GetValueOrDefault(said, said)); break;
        }
    }
}
