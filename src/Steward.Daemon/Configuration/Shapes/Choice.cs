using System.Collections.Immutable;
using System.Text.Json;
using Steward.Daemon.Configuration.Reading;

namespace Steward.Daemon.Configuration.Shapes;

internal sealed record Choice(params ImmutableArray<string> Words) : Word(string.Join(" or ", Words.Select(Shown.Quoted)))
{
    public override void WriteSchema(Utf8JsonWriter schema)
    {
        schema.WriteStartArray("enum");
        foreach (var word in Words)
            schema.WriteStringValue(word);
        schema.WriteEndArray();
    }

    protected override string? Judge(string text, SettingsReading reading, out string value)
    {
        value = text;
        return Words.Contains(text) ? null : $"expected {Expected}, not {Shown.Quoted(text)}";
    }
}
