using System.Text.Json.Serialization;
using Steward.Protocol.Client;
using Steward.Protocol.Errors;
using Steward.Protocol.Events;

namespace Steward.Cli.Turns;

/// <summary>How a turn ended: what <c>do --json</c> prints.</summary>
internal sealed record TurnOutcome
{
    public required string SessionId { get; init; }

    public required string ShortId { get; init; }

    public required string TurnId { get; init; }

    /// <summary>done, error, cancelled, timeout or left.</summary>
    public required string Status { get; init; }

    public required string Text { get; init; }

    public TurnStatsView? Stats { get; init; }

    public ErrorBody? Error { get; init; }

    [JsonIgnore]
    public ExitCode ExitCode { get; init; }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TurnOutcome))]
internal sealed partial class TurnOutcomeJson : JsonSerializerContext;
