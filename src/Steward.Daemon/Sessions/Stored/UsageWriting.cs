using System.Text.Json;
using Steward.Domain.Turns;
using Steward.Domain.Usage;

namespace Steward.Daemon.Sessions.Stored;

/// <summary>The members of what a state holds of tokens, cost and windows of an account.</summary>
internal static class UsageWriting
{
    public static void Write(Utf8JsonWriter json, TurnUsage usage)
    {
        json.WriteNumber("promptTokens", usage.PromptTokens);
        json.WriteNumber("completionTokens", usage.CompletionTokens);
        Number(json, "costUsd", usage.CostUsd);
        json.WriteNumber("cachedTokens", usage.CachedTokens);
        json.Text("model", usage.Model);
        Number(json, "contextTokens", usage.ContextTokens);
        Number(json, "contextWindow", usage.ContextWindow);
    }

    public static void Write(Utf8JsonWriter json, SessionUsage usage)
    {
        json.WriteNumber("promptTokens", usage.PromptTokens);
        json.WriteNumber("completionTokens", usage.CompletionTokens);
        Number(json, "costUsd", usage.CostUsd);
        json.Text("model", usage.Model);
        Number(json, "contextTokens", usage.ContextTokens);
        Number(json, "contextWindow", usage.ContextWindow);
    }

    public static void Write(Utf8JsonWriter json, UsageWindow window)
    {
        json.WriteString("window", window.Window);
        json.WriteString("status", window.Status);
        Number(json, "utilisation", window.Utilisation);
        json.Time("resetsAt", window.ResetsAt);
        json.Text("overageDisabledReason", window.OverageDisabledReason);
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
    }
}
