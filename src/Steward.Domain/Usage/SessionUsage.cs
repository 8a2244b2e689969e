using Steward.Domain.Events;

namespace Steward.Domain.Usage;

/// <summary>What all turns of a session have used, and how full the agent's context was at the end of the last.</summary>
public sealed record SessionUsage
{
    public static SessionUsage None { get; } = new();

    public long PromptTokens { get; init; }

    public long CompletionTokens { get; init; }

    public double? CostUsd { get; init; }

    public string? Model { get; init; }

    public long? ContextTokens { get; init; }

    public long? ContextWindow { get; init; }

    internal SessionUsage With(TurnUsed used) => this with
    {
        PromptTokens = PromptTokens + used.PromptTokens,
        CompletionTokens = CompletionTokens + used.CompletionTokens,
        CostUsd = used.CostUsd is { } cost ? (CostUsd ?? 0) + cost : CostUsd,
        Model = used.Model ?? Model,
        ContextTokens = used.ContextTokens ?? ContextTokens,
        ContextWindow = used.ContextWindow ?? ContextWindow,
    };
}
