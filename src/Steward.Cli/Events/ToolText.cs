using System.Text.Json;

namespace Steward.Cli.Events;

/// <summary>What a tool was called with, in the few words that tell one call from another.</summary>
internal static class ToolText
{
    private static readonly string[] Telling = ["command", "path", "file_path", "pattern", "url", "query", "description", "prompt"];

    public static string Brief(JsonElement args) => Find(args)?.Value ?? "";

    public static string Named(JsonElement args) => Find(args) is { } found ? $"{found.Name}={found.Value}" : "";

    private static (string Name, string Value)? Find(JsonElement args)
    {
        if (args.ValueKind != JsonValueKind.Object) return null;
        foreach (var name in Telling)
            if (args.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) return (name, value.GetString() ?? "");
        foreach (var property in args.EnumerateObject())
            if (property.Value.ValueKind == JsonValueKind.String) return (property.Name, property.Value.GetString() ?? "");
        return null;
    }
}
