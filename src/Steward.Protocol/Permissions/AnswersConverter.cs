using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Protocol.Permissions;

/// <summary>An answer is a text, or a list of texts where several may be chosen.</summary>
internal sealed class AnswersConverter : JsonConverter<IReadOnlyDictionary<string, IReadOnlyList<string>>>
{
    public override IReadOnlyDictionary<string, IReadOnlyList<string>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("`answers` is an object: each question with its answer.");
        var answers = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var answered in document.RootElement.EnumerateObject())
            answers[answered.Name] = answered.Value.ValueKind == JsonValueKind.Array
                ? [.. answered.Value.EnumerateArray().Select(TextOf)]
                : [TextOf(answered.Value)];
        return answers;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, IReadOnlyList<string>> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (question, chosen) in value)
        {
            writer.WriteStartArray(question);
            foreach (var one in chosen)
                writer.WriteStringValue(one);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new JsonException("An answer is a text, or a list of texts.");
}
