using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Steward.Daemon.Secrets;

/// <summary>
/// Replacing in the bytes of JSON could cut an escape in half or reach over the end of a text, so it is read and written again, value by value.
/// </summary>
internal static class JsonRedaction
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same bytes when there is nothing to hide; null when it is no JSON.</summary>
    public static ReadOnlyMemory<byte>? Redact(ReadOnlyMemory<byte> json, SecretSearch search)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        using var writer = new Utf8JsonWriter(output, Options);
        var reader = new Utf8JsonReader(json.Span);
        var hidden = false;
        try
        {
            while (reader.Read())
                hidden |= Copy(ref reader, writer, search);
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            return null;
        }
        if (!hidden) return json;
        writer.Flush();
        return output.WrittenMemory;
    }

    private static bool Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, SecretSearch search)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                return false;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                return false;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                return false;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                return false;
            case JsonTokenType.PropertyName:
                return CopyText(reader.GetString() ?? "", search, writer.WritePropertyName);
            case JsonTokenType.String:
                return CopyText(reader.GetString() ?? "", search, writer.WriteStringValue);
            default:
                return CopyPlain(reader.ValueSpan, writer, search);
        }
    }

    private static bool CopyText(string text, SecretSearch search, Action<string> write)
    {
        var redacted = search.MayHold(text) ? search.Redact(text) : null;
        write(redacted ?? text);
        return redacted is not null;
    }

    // A password may be a number.
    private static bool CopyPlain(ReadOnlySpan<byte> value, Utf8JsonWriter writer, SecretSearch search)
    {
        var hidden = search.Redact(Encoding.UTF8.GetString(value)) is not null;
        if (hidden)
            writer.WriteStringValue(Redactor.Mark);
        else
            writer.WriteRawValue(value, skipInputValidation: true);
        return hidden;
    }
}
