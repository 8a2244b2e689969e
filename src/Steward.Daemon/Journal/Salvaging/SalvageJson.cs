using System.Text.Json.Serialization;

namespace Steward.Daemon.Journal.Salvaging;

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SalvageReport))]
internal sealed partial class SalvageJson : JsonSerializerContext;
