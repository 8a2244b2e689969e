using System.Text.Json;
using System.Text.Json.Serialization;
using Steward.Protocol.Files;

namespace Steward.Protocol.Client;

/// <summary><c>parked.json</c>: the keeper's word that it starts no daemon any more, and why.</summary>
public sealed record ParkedRecord(string Code, string Message, int? Exit = null)
{
    [JsonIgnore]
    public string Fix => Code == "config"
        ? "correct config.json, then: steward restart"
        : "steward restart   (tries again; steward logs --lines 50 shows what happened)";

    private const int SizeLimit = 64 << 10;

    /// <summary>Null when the daemon is not parked. A damaged note still says that it is.</summary>
    public static ParkedRecord? Read(StewardHome home)
    {
        try
        {
            var bytes = BoundedFile.Read(home.ParkedFile, SizeLimit);
            return bytes is null ? null : JsonSerializer.Deserialize(bytes, ParkedJson.Default.ParkedRecord);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
        {
            return new ParkedRecord("parked", "the keeper starts it no more, and its note cannot be read");
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ParkedRecord))]
internal sealed partial class ParkedJson : JsonSerializerContext;
