using System.Text.Json.Serialization;

namespace Steward.Daemon.Agents;

/// <summary>
/// How an agent's last process goes: what was started, how it ended, and what it said last on its standard error. No secret is in it. Without
/// <see cref="EndedAt"/> it runs.
/// </summary>
internal sealed record LastSpawn
{
    public required string Session { get; init; }

    public required string Launch { get; init; }

    public IReadOnlyList<string>? Argv { get; init; }

    public required string Directory { get; init; }

    public int? Pid { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long? DurationMs => (long?)(EndedAt - StartedAt)?.TotalMilliseconds;

    public int? ExitCode { get; init; }

    public int? Signal { get; init; }

    /// <summary>Why it could not even be started.</summary>
    public string? NotStarted { get; init; }

    public string? Stderr { get; init; }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LastSpawn))]
internal sealed partial class LastSpawnJson : JsonSerializerContext;
