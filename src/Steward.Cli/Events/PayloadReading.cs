using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Steward.Protocol.Client;
using Steward.Protocol.Events;

namespace Steward.Cli.Events;

internal static class PayloadReading
{
    public static T Read<T>(this EventEnvelope happened, JsonTypeInfo<T> type)
    {
        try
        {
            return happened.Payload.Deserialize(type) ?? throw new BadAnswerException($"The event {happened.Event} came without its payload.");
        }
        catch (JsonException broken)
        {
            throw new BadAnswerException($"The event {happened.Event} is not understood.", broken);
        }
    }

    public static string? Text(this EventEnvelope happened, string name) =>
        happened.Payload.ValueKind == JsonValueKind.Object && happened.Payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
