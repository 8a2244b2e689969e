namespace Steward.Domain.Turns;

/// <summary>What a turn cost, as far as the agent says so.</summary>
public sealed record TurnUsage(long PromptTokens = 0, long CompletionTokens = 0, double? CostUsd = null)
{
    public static TurnUsage None { get; } = new();

    public long CachedTokens { get; init; }

    public string? Model { get; init; }

    public long? ContextTokens { get; init; }

    public long? ContextWindow { get; init; }

    public static TurnUsage operator +(TurnUsage one, TurnUsage other) => new(
        one.PromptTokens + other.PromptTokens,
        one.CompletionTokens + other.CompletionTokens,
        one.CostUsd is null ? other.CostUsd : one.CostUsd + (other.CostUsd ?? 0))
    {
        CachedTokens = one.CachedTokens + other.CachedTokens,
        Model = other.Model ?? one.Model,
        ContextTokens = other.ContextTokens ?? one.ContextTokens,
        ContextWindow = other.ContextWindow ?? one.ContextWindow,
    };
}
