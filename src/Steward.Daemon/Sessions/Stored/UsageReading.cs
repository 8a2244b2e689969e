using System.Text.Json;
using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Daemon.Sessions.Stored;

/// <summary>What a state holds of tokens, cost and windows of an account.</summary>
internal static class UsageReading
{
    public static TurnUsage OfTurn(JsonElement usage) => new(
        usage.Number("promptTokens"), usage.Number("completionTokens"), usage.Member("costUsd")?.GetDouble())
    {
        CachedTokens = usage.Number("cachedTokens"),
        Model = usage.TextOrNull("model"),
        ContextTokens = usage.Member("contextTokens")?.GetInt64(),
        ContextWindow = usage.Member("contextWindow")?.GetInt64(),
    };

    public static SessionUsage OfSession(JsonElement usage) => new()
    {
        PromptTokens = usage.Number("promptTokens"),
        CompletionTokens = usage.Number("completionTokens"),
        CostUsd = usage.Member("costUsd")?.GetDouble(),
        Model = usage.TextOrNull("model"),
        ContextTokens = usage.Member("contextTokens")?.GetInt64(),
        ContextWindow = usage.Member("contextWindow")?.GetInt64(),
    };

    public static UsageWindow Window(JsonElement window) => new(
        window.Text("window"), window.Text("status"), window.Member("utilisation")?.GetDouble(), window.Time("resetsAt"))
    {
        OverageDisabledReason = window.TextOrNull("overageDisabledReason"),
    };
}
