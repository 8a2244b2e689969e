using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Protocol.Permissions;

/// <summary>Older clients say true or false; true is the session.</summary>
internal sealed class RememberConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => "session",
        JsonTokenType.False => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw new JsonException("`remember` is true, false, \"session\" or \"agent\"."),
    };

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
