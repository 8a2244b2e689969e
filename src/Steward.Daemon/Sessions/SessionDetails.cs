using System.Text.Json;
using Steward.Domain.Turns;
using Steward.Domain.Usage;
using Steward.Protocol.Sessions;

namespace Steward.Daemon.Sessions;

/// <summary>What the view of a session tells of its turns.</summary>
internal static class SessionDetails
{
    public static TurnFailureView Of(TurnFailure failure) =>
        new(failure.Code, Name(failure.Kind), failure.Message, failure.Retryable, failure.Fix, failure.ResetsAt);

    public static UsageView Of(SessionUsage usage) =>
        new(usage.PromptTokens, usage.CompletionTokens, usage.CostUsd, usage.Model, usage.ContextTokens, usage.ContextWindow);

    public static WindowView Of(UsageWindow window) => new(window.Window, window.Status, window.Utilisation, window.ResetsAt, window.OverageDisabledReason);

    public static TodoView Of(TodoItem item) => new(item.Text, Name(item.Status), item.Doing);

    private static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
