using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Steward.Daemon.Configuration;

/// <summary>The JSON Schema of <c>config.json</c>, from the same table that reads it.</summary>
public static class SettingsSchema
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write()
    {
        using var bytes = new MemoryStream();
        using (var schema = new Utf8JsonWriter(bytes, Options))
        {
            schema.WriteStartObject();
            schema.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            schema.WriteString("title", "Steward's config.json");
            SettingRows.Table.WriteSchema(schema);
            schema.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
